/* The editor's own functions: paste through the server's formatter, 一键排版, footnotes, uploads
 * with the CSRF token, and tables and figures in the form the site uses. No inline script. */
/* global CKEDITOR */
(() => {
  const TEXT = {
    tidy: "一键排版",
    footnote: "插入脚注",
    noteLabel: "脚注内容",
    noteEmpty: "请填写脚注内容。",
    back: "返回",
    working: "正在整理格式…",
    done: "已排版，可用“撤销”恢复原样。",
    unchanged: "格式已经整齐，没有改动。",
    failed: "没有连上服务器，请稍后再试。",
    pasteFailed: "没有连上服务器，已按原样粘贴，请稍后再点“一键排版”。",
  };

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

  async function format(editor, html) {
    const body = new URLSearchParams({ html });
    const response = await fetch(editor.config.mingchuangFormatUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token() },
      credentials: "same-origin",
      body,
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error ? answer.error.message : TEXT.failed);
    return answer;
  }

  function message(error) {
    return error instanceof SyntaxError || error instanceof TypeError ? TEXT.failed : error.message;
  }

  function tell(editor, text, type) {
    editor.showNotification(text, type, type === "warning" ? 0 : 4000);
  }

  /* --- 一键排版 --------------------------------------------------------------------------- */
  async function tidyUp(editor) {
    const before = editor.getData();
    const progress = editor.showNotification(TEXT.working, "progress", 0);
    try {
      const answer = await format(editor, before);
      if (editor.getData() !== before) return;
      if (answer.html.trim() === before.trim()) {
        tell(editor, TEXT.unchanged, "info");
      } else {
        editor.fire("saveSnapshot");
        await new Promise((resolve) => {
          editor.setData(answer.html, { callback: resolve });
        });
        editor.fire("saveSnapshot");
        tell(editor, TEXT.done, "success");
      }
      answer.notes.forEach((note) => tell(editor, note, "warning"));
    } catch (error) {
      tell(editor, message(error), "warning");
    } finally {
      progress.hide();
      editor.fire("mingchuangTidied");
    }
  }

  /* --- Paste ------------------------------------------------------------------------------ */
  // One plain paragraph goes into the line where the cursor is.
  function inlineIfShort(html) {
    const match = /^<p>((?:(?!<\/?(?:p|h[2-4]|ul|ol|table|figure|blockquote)\b).)*)<\/p>$/s.exec(html.trim());
    return match ? match[1] : html;
  }

  // Word's HTML only names pictures on the writer's disk; their bytes are in the RTF beside it,
  // in the same order. Each is there once for modern readers and once more under \nonshppict.
  function picturesInRtf(rtf) {
    const found = [];
    const start = /\{\\pict\b/g;
    for (let match = start.exec(rtf); match; match = start.exec(rtf)) {
      let depth = 0;
      let end = match.index;
      let own = "";
      do {
        const character = rtf[end];
        if (character === "{") depth += 1;
        else if (character === "}") depth -= 1;
        else if (depth === 1) own += character;
        end += 1;
      } while (depth && end < rtf.length);
      const kind = /\\(png|jpeg)blip/.exec(own);
      const hex = own.replace(/\\[a-z]+-?\d*/gi, " ").replace(/[^0-9a-f]/gi, "");
      const replaced = rtf.slice(Math.max(0, match.index - 14), match.index).includes("nonshppict");
      if (kind && hex.length > 16 && !replaced) {
        const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
        found.push(new Blob([bytes], { type: `image/${kind[1]}` }));
      }
      start.lastIndex = end;
    }
    return found;
  }

  async function uploadLocalPictures(editor, raw, rtf) {
    const local = /(<img\b[^>]*?\bsrc\s*=\s*["']?)(file:[^"'\s>]+)/gi;
    const count = (raw.match(local) || []).length;
    const pictures = count && rtf ? picturesInRtf(rtf) : [];
    // Any doubt about which is which: the formatter's note asks the writer to upload them.
    if (!count || pictures.length !== count) return raw;
    const urls = [];
    for (const [index, blob] of pictures.entries()) {
      const body = new FormData();
      body.append("upload", blob, `Word图片${index + 1}.${blob.type.slice(6)}`);
      const response = await fetch(editor.config.imageUploadUrl, {
        method: "POST",
        headers: { "X-CSRFToken": token() },
        credentials: "same-origin",
        body,
      });
      const answer = await response.json();
      if (!answer.uploaded) throw new Error(answer.error.message);
      urls.push(answer.url);
    }
    return raw.replace(local, (_all, before) => before + urls.shift());
  }

  async function pasteFormatted(editor, raw, rtf, fallback) {
    const progress = editor.showNotification(TEXT.working, "progress", 0);
    editor.fire("saveSnapshot");
    try {
      const whole = await uploadLocalPictures(editor, raw, rtf).catch((error) => {
        tell(editor, message(error), "warning");
        return raw;
      });
      const answer = await format(editor, whole);
      editor.insertHtml(inlineIfShort(answer.html));
      answer.notes.forEach((note) => tell(editor, note, "warning"));
    } catch (error) {
      editor.insertHtml(fallback);
      tell(editor, error instanceof TypeError ? TEXT.pasteFailed : message(error), "warning");
    } finally {
      editor.fire("saveSnapshot");
      progress.hide();
      editor.fire("mingchuangPasted");
    }
  }

  function onPaste(event) {
    const editor = event.editor;
    const transfer = event.data.dataTransfer;
    const external = transfer.getTransferType(editor) === CKEDITOR.DATA_TRANSFER_EXTERNAL;
    const raw = transfer.getData("text/html", true);
    const plain = (transfer.getData("text/plain") || "").trim();
    // A copied picture brings HTML around it; the upload plugin handles the file itself.
    if (!external || !raw || !plain || event.data.type === "text") return;
    event.cancel();
    pasteFormatted(editor, raw, transfer.getData("text/rtf", true), event.data.dataValue);
  }

  /* --- Footnotes -------------------------------------------------------------------------- */
  function renumber(root) {
    const list = root.findOne("section.footnotes ol");
    if (!list) return;
    const notes = new Map(list.find("li").toArray().map((item) => [item.getAttribute("id"), item]));
    let number = 0;
    root.find("sup a").toArray().forEach((link) => {
      const item = notes.get((link.getAttribute("href") || "").slice(1));
      if (!item) return;
      number += 1;
      link.setAttributes({ href: `#fn${number}`, "data-cke-saved-href": `#fn${number}`, id: `fnref${number}` });
      link.setText(`[${number}]`);
      item.setAttribute("id", `fn${number}`);
      item.find("a").toArray().forEach((back) => {
        if ((back.getAttribute("href") || "").startsWith("#fnref")) {
          back.setAttributes({ href: `#fnref${number}`, "data-cke-saved-href": `#fnref${number}` });
        }
      });
      list.append(item);
    });
  }

  function insertFootnote(editor, text) {
    const root = editor.editable();
    const name = `fn${9000 + root.find("section.footnotes li").count()}`;
    editor.fire("saveSnapshot");
    editor.insertHtml(`<sup><a href="#${name}" id="fnref${name.slice(2)}">[0]</a></sup>`);
    let list = root.findOne("section.footnotes ol");
    if (!list) {
      const section = editor.document.createElement("section", { attributes: { class: "footnotes" } });
      list = editor.document.createElement("ol");
      section.append(list);
      root.append(section);
    }
    const item = editor.document.createElement("li", { attributes: { id: name } });
    item.setText(`${text} `);
    const back = editor.document.createElement("a", { attributes: { href: "#fnref0" } });
    back.setText(TEXT.back);
    item.append(back);
    list.append(item);
    renumber(root);
    editor.fire("saveSnapshot");
  }

  CKEDITOR.dialog.add("mingchuangFootnote", (editor) => ({
    title: TEXT.footnote,
    minWidth: 420,
    minHeight: 120,
    contents: [
      {
        id: "main",
        elements: [
          {
            type: "textarea",
            id: "note",
            label: TEXT.noteLabel,
            rows: 4,
            validate: CKEDITOR.dialog.validate.notEmpty(TEXT.noteEmpty),
          },
        ],
      },
    ],
    onOk() {
      insertFootnote(editor, this.getValueOf("main", "note").trim());
    },
  }));

  /* --- Dialogs: only what the site keeps --------------------------------------------------- */
  CKEDITOR.on("dialogDefinition", (event) => {
    const { name, definition } = event.data;
    if (name === "table" || name === "tableProperties") {
      const info = definition.getContents("info");
      ["txtWidth", "txtHeight", "txtBorder", "cmbAlign", "txtCellSpace", "txtCellPad", "txtSummary"].forEach(
        (field) => info.remove(field),
      );
      if (name === "table") info.get("selHeaders").default = "row";
    }
    if (name === "cellProperties") {
      const info = definition.getContents("info");
      ["width", "widthType", "height", "htmlHeightType", "wordWrap", "vAlign", "bgColor", "borderColor"].forEach(
        (field) => info.remove(field),
      );
    }
    if (name === "link") {
      const target = definition.getContents("target");
      const choice = target && target.get("linkTargetType");
      if (choice) choice.items = choice.items.filter((item) => ["notSet", "_blank"].includes(item[1]));
    }
  });

  CKEDITOR.plugins.add("mingchuang", {
    requires: "dialog,notification,clipboard",
    init(editor) {
      editor.addCommand("tidyUp", { exec: tidyUp, async: false, canUndo: false });
      editor.addCommand("footnote", new CKEDITOR.dialogCommand("mingchuangFootnote"));
      editor.ui.addButton("TidyUp", { label: TEXT.tidy, command: "tidyUp", toolbar: "mingchuang" });
      editor.ui.addButton("Footnote", { label: TEXT.footnote, command: "footnote", toolbar: "mingchuang" });
      editor.setKeystroke(CKEDITOR.CTRL + CKEDITOR.SHIFT + 70, "tidyUp");

      // The editor looks at the selection only five times a second; a fast typist is quicker, and
      // a dialog opened on a stale selection cannot be confirmed.
      editor.on("beforeCommandExec", () => {
        if (editor.mode === "wysiwyg") editor.selectionChange(true);
      });

      // Before the steps that strip the clipboard down.
      editor.on("paste", onPaste, null, null, 4);
      editor.on("fileUploadRequest", (event) => {
        event.data.fileLoader.xhr.setRequestHeader("X-CSRFToken", token());
      });

      // The image plugin knows its figures by a class; in the stored text there is none.
      editor.on("toHtml", (event) => {
        event.data.dataValue = event.data.dataValue.replace(/<figure>/g, '<figure class="image">');
      }, null, null, 1);
      editor.on("toDataFormat", (event) => {
        event.data.dataValue = event.data.dataValue.replace(/<figure class="image">/g, "<figure>");
      }, null, null, 16);
      // The sanitiser lays out the source; line breaks inside list items would become text.
      editor.on("instanceReady", () => {
        const { writer } = editor.dataProcessor;
        writer.lineBreakChars = "";
        writer.indentationChars = "";
      }, null, null, 1);
      editor.on("loaded", () => editor.container.addClass("richtext-editor"));
    },
  });
})();
