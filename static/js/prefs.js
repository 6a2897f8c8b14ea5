// Before first paint: the reader's cookies become attributes of <html>; pages stay cacheable.
!(d=>{d.js="";for(const k of["size","contrast","theme","elder","art"]){const m=document.cookie.match("(?:^|; )mc_"+k+"=(\\w+)");if(m)d[k]=m[1]}})(document.documentElement.dataset)
