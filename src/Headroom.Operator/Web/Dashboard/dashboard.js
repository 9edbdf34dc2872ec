// Keeps a page that is complete without it up to date, and lets arrows walk over the map. Nothing else.
(() => {
  'use strict';
  const root = document.documentElement, themes = ['system', 'light', 'dark'];
  const kept = () => { try { return localStorage.getItem('theme') || 'system'; } catch { return 'system'; } };
  const wear = theme => { if (theme === 'system') delete root.dataset.theme; else root.dataset.theme = theme; };
  wear(kept());

  document.addEventListener('DOMContentLoaded', () => {
    if (!document.body.dataset.page) return;
    const find = id => document.getElementById(id);
    theme(find('theme'));
    const map = find('map'), cells = map ? [...map.querySelectorAll('a.c')].sort((a, b) => a.dataset.rack - b.dataset.rack) : [];
    let chosen = null, asks = 0;
    walk();
    follow();

    // ---- theme
    function theme(button) {
      const say = () => { button.textContent = 'Theme: ' + (kept() === 'system' ? 'as the system' : kept()); };
      button.hidden = false;
      button.addEventListener('click', () => {
        const next = themes[(themes.indexOf(kept()) + 1) % themes.length];
        try { localStorage.setItem('theme', next); } catch { /* it holds for this page */ }
        wear(next);
        say();
      });
      say();
    }

    // ---- what is shown becomes what was sent, and whatever stayed the same keeps its focus, its place and whether it is open
    function become(shown, sent) {
      if (shown.nodeType !== sent.nodeType || shown.nodeName !== sent.nodeName) { shown.replaceWith(sent); return; }
      if (shown.nodeType !== Node.ELEMENT_NODE) { if (shown.nodeValue !== sent.nodeValue) shown.nodeValue = sent.nodeValue; return; }
      for (const { name, value } of [...sent.attributes]) if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
      for (const { name } of [...shown.attributes]) if (!sent.hasAttribute(name) && !(name === 'open' && shown.nodeName === 'DETAILS')) shown.removeAttribute(name);
      hold(shown, sent);
    }
    function hold(shown, sent) {
      const now = [...shown.childNodes], next = [...sent.childNodes];
      next.forEach((child, k) => { if (k < now.length) become(now[k], child); else shown.append(child); });
      now.slice(next.length).forEach(child => child.remove());
    }
    function put(id, html) {
      const place = find(id), sent = document.createElement('template');
      if (!place) return;
      sent.innerHTML = html;
      hold(place, sent.content);
    }

    // ---- events
    function follow() {
      const lost = find('lost'), pulse = document.querySelector('.pulse');
      let source = null, heard = Date.now(), last = null, lostAt = null, fails = 0;
      const open = () => {
        if (source) source.close();
        source = new EventSource('dashboard/stream');
        source.onmessage = event => { heard = Date.now(); take(JSON.parse(event.data)); };
        // it comes back by itself in two seconds where a service only wanted to see its cookie again
        source.onerror = () => { if (!lostAt && !fails) fails = setTimeout(fail, 4000); };
      };
      const fail = () => {
        lostAt = new Date();
        clearTimeout(fails);
        fails = 0;
        document.body.classList.replace('live', 'lost') || document.body.classList.add('lost');
        const words = document.createElement('strong');
        words.textContent = 'The live stream is lost.';
        lost.replaceChildren(words, ` What you see is of ${last || 'when the page was loaded'}. Trying again; if it stays so, load the page anew.`);
        lost.hidden = false;
      };
      const take = event => {
        if (event.page !== document.body.dataset.page) { location.reload(); return; }
        clearTimeout(fails);
        fails = 0;
        if (lostAt) { lostAt = null; lost.hidden = true; lost.replaceChildren(); }
        document.body.classList.remove('lost');
        document.body.classList.add('live');
        for (const [id, html] of Object.entries(event.panels)) put(id, html);
        if (event.racks) colour(event.racks);
        if (event.loads) event.loads.forEach((words, k) => load(k, event.nodes, words));
        last = (find('line').querySelector('time') || {}).textContent;
        pulse.classList.remove('beats');
        requestAnimationFrame(() => pulse.classList.add('beats'));
        if (chosen !== null) show(chosen);
      };
      // a connection may die without a word; and one that was refused does not come back by itself
      setInterval(() => {
        const silent = Date.now() - heard > 12000;
        if (silent && !lostAt) fail();
        if (silent || source.readyState === EventSource.CLOSED) { heard = Date.now() - (lostAt ? 9000 : 0); open(); }
      }, 3000);
      addEventListener('pagehide', () => source.close());
      addEventListener('pageshow', event => { if (event.persisted) open(); });
      open();
    }

    // ---- the map: a character for each rack
    function code(character) { return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.indexOf(character); }
    function look(k) { return k === 44 ? 'c off' : `c h${k % 11}${Math.floor(k / 11) & 1 ? ' k' : ''}${Math.floor(k / 11) & 2 ? ' w' : ''}`; }
    function words(k) {
      if (k === 44) return 'off';
      const level = k % 11, share = level === 10 ? 'above its rating' : `${10 * level} to ${10 * level + 10} % of rating`;
      return share + (Math.floor(k / 11) & 1 ? ', capped' : '') + (Math.floor(k / 11) & 2 ? ', order not yet followed' : '');
    }
    function colour(racks) {
      cells.forEach((cell, r) => {
        const k = code(racks[r]), wears = look(k) + (cell.classList.contains('chosen') ? ' chosen' : '');
        if (cell.className === wears) return;
        cell.className = wears;
        cell.setAttribute('aria-label', name(cell) + ': ' + words(k));
      });
    }
    function name(cell) { const said = cell.getAttribute('aria-label'); return said.slice(0, said.lastIndexOf(': ')); }
    function load(k, nodes, said) {
      const chip = find('c' + k), text = find('n' + k);
      if (chip && chip.className !== look(code(nodes[k]))) chip.className = look(code(nodes[k]));
      if (text && text.textContent !== said) text.textContent = said;
    }

    // ---- one rack
    function walk() {
      if (!map || !cells.length) return;
      map.addEventListener('focusin', event => { const cell = event.target.closest('a.c'); if (cell) choose(cell); });
      map.addEventListener('click', event => {
        const cell = event.target.closest('a.c');
        if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        choose(cell);
      });
      map.addEventListener('mouseover', event => { const cell = event.target.closest('a.c'); if (cell) cell.title = cell.getAttribute('aria-label'); });
      map.addEventListener('keydown', event => {
        const cell = event.target.closest('a.c');
        if (!cell) return;
        const to = { ArrowRight: () => beside(cell, 1), ArrowLeft: () => beside(cell, -1), ArrowDown: () => under(cell, 1), ArrowUp: () => under(cell, -1), Home: () => cell.parentNode.firstElementChild, End: () => cell.parentNode.lastElementChild }[event.key];
        const next = to && to();
        if (!next) return;
        event.preventDefault();
        next.focus();
      });
      find('find').form.addEventListener('submit', event => { event.preventDefault(); show(find('find').value, true); });
      const asked = new URLSearchParams(location.search).get('rack');
      if (asked) { chosen = asked; mark(); }
    }
    function inOrder() { return [...map.querySelectorAll('a.c')]; }
    function beside(cell, by) { const all = inOrder(); return all[all.indexOf(cell) + by]; }
    function under(cell, by) {
      const here = cell.getBoundingClientRect(), x = here.left + here.width / 2, y = here.top;
      let best = null, least = Infinity;
      for (const other of inOrder()) {
        const there = other.getBoundingClientRect(), down = by * (there.top - y);
        if (down < 2) continue;
        const away = 3 * down + Math.abs(there.left + there.width / 2 - x);
        if (away < least) [best, least] = [other, away];
      }
      return best;
    }
    function choose(cell) {
      for (const other of map.querySelectorAll('a.c[tabindex="0"]')) other.tabIndex = -1;
      cell.tabIndex = 0;
      show(cell.dataset.rack, true);
    }
    function show(which, isNew) {
      const ask = ++asks;
      chosen = which;
      if (isNew) { mark(); history.replaceState(null, '', which ? '?rack=' + encodeURIComponent(which) : location.pathname); }
      fetch('dashboard/rack?rack=' + encodeURIComponent(which)).then(answer => answer.ok ? answer.text() : null).then(html => {
        if (html === null || ask !== asks) return;
        put('rack', html);
        mark();
      }).catch(() => { /* the stream says that it is lost */ });
    }
    function mark() {
      const shown = find('rack').querySelector('[data-place]'), place = shown ? shown.dataset.place : null;
      for (const cell of map.querySelectorAll('.chosen')) if (cell.dataset.rack !== place) cell.classList.remove('chosen');
      if (place !== null && cells[place]) cells[place].classList.add('chosen');
    }
  });
})();
