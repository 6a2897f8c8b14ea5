# 明窗 Mingchuang. `make help` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2
THREADS ?= 4
# 随网站一起发送邮件；没有设置 EMAIL_URL 时，邮件只写入 var/mail/，不会发到外面
MAIL_WORKER ?= 1
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# The suite uses both cores; browser tests share one server and so one worker (loadgroup).
PYTEST ?= $(BIN)/python -m pytest -n 2 --dist loadgroup

.PHONY: help run demo test check bench lock css clean

help:  ## 列出所有命令
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.venv/base.stamp: requirements/base.txt
	@test -x $(BIN)/pip || PYTHON=$(PYTHON) bash deploy/venv.sh
	@echo "正在安装依赖……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/base.stamp
	@echo "正在安装开发与测试工具……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

run: .venv/base.stamp  ## 安装、建库、载入演示内容并启动（http://127.0.0.1:8000，PORT= 改端口）
	@$(MANAGE) prepare
	@HOST=$(HOST) PORT=$(PORT) WORKERS=$(WORKERS) THREADS=$(THREADS) MAIL_WORKER=$(MAIL_WORKER) $(BIN)/gunicorn --config deploy/gunicorn.py portal.wsgi

demo: .venv/base.stamp  ## 载入演示内容（可重复执行）
	@$(MANAGE) migrate --no-input -v 0 && $(MANAGE) load_demo

test: .venv/dev.stamp  ## 运行全部测试（有 PostgreSQL、Redis、Chromium 时一并测试）
	@$(PYTEST) $(ARGS)

check: .venv/dev.stamp  ## 静态检查：代码、模板、导入方向、迁移、生产配置
	@bash deploy/check.sh

bench: .venv/base.stamp  ## 性能对比，输出比值（先用 manage.py load_demo --articles 100000 造数据）
	@$(MANAGE) prepare > /dev/null && $(MANAGE) bench $(ARGS) && $(MANAGE) bench_search $(ARGS)

lock: .venv/dev.stamp  ## 重新生成带哈希的依赖锁
	@for name in base dev s3; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-emit-index-url --no-emit-find-links \
	    -o requirements/$$name.txt requirements/$$name.in || exit 1; done
	@echo "requirements/*.txt 已更新"

css: .venv/base.stamp  ## 由 static/css 源文件生成页面样式
	@$(MANAGE) build_css

clean:  ## 删除虚拟环境（保留 var/ 中的数据）
	rm -rf .venv
