// Draws the week and the year from the data block. Everything else on the page is plain HTML.
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const start = Date.parse(data.start), hour = 3600e3;
  const hours = data.draw.length;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const font = getComputedStyle(document.body).fontFamily;
  const el = id => document.getElementById(id);
  document.documentElement.classList.add('scripted');

  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const two = n => String(n).padStart(2, '0');
  const at = t => new Date(start + t * hour);
  const day = t => { const d = at(t); return `${d.getUTCDate()} ${months[d.getUTCMonth()]}`; };
  const stamp = t => { const d = at(t); return `${days[d.getUTCDay()]} ${day(t)}, ${two(d.getUTCHours())}:00`; };
  const number = v => v == null ? 'none' : v.toLocaleString('en', { maximumFractionDigits: Math.abs(v) >= 100 ? 0 : Math.abs(v) >= 1 ? 1 : 3 });

  const ink = () => dark.matches
    ? { text: '#e8ebef', soft: '#a3abb6', rule: '#333a43', ground: '#1d2126', alarm: '#ff7a6b', ramp: ['#1b2430', '#1f4e6e', '#2f7f95', '#74b39b', '#f0e3a1'], bad: ['#5a1f2b', '#b5483e', '#e59a5c', '#4b7f8f', '#24455c'] }
    : { text: '#1d2126', soft: '#5b626c', rule: '#dedad1', ground: '#fdfcfa', alarm: '#b5362a', ramp: ['#f3efe2', '#c5d8c9', '#74b3ae', '#2f7b98', '#17375e'], bad: ['#8c1d2c', '#d9603f', '#f2c072', '#bcd6cf', '#5f9fae'] };

  let week = data.week;
  const weekChart = echarts.init(el('week-chart'), null, { renderer: 'svg' });
  const mapChart = echarts.init(el('map-chart'), null, { renderer: 'canvas' });

  function steps(values, first, count, sign = 1) {
    const out = [];
    for (let t = 0; t <= count; t++) { const v = values[first + Math.min(t, count - 1)]; out.push(v == null ? null : sign * v); }
    return out;
  }

  function drawWeek() {
    const c = ink(), count = Math.min(168, hours - week), x = [];
    for (let t = 0; t <= count; t++) x.push(week + t);
    const area = (column, stack, sign) => ({
      name: column.name, type: 'line', step: 'end', stack, symbol: 'none', data: steps(column.values, week, count, sign), emphasis: { disabled: true },
      lineStyle: { width: 0 }, itemStyle: { color: dark.matches ? column.dark : column.light }, areaStyle: { opacity: sign > 0 ? 1 : .55 },
    });
    const line = (name, values, color, type, width) => ({
      name, type: 'line', step: 'end', symbol: 'none', data: steps(values, week, count), emphasis: { disabled: true }, lineStyle: { width, type, color }, itemStyle: { color }, z: 5,
    });
    const series = [...data.sources.map(s => area(s, 'up', 1)), ...data.below.map(s => area(s, 'down', -1)), line('draw', data.draw, c.text, 'solid', 1.6)];
    if (data.ceiling) series.push(line('ceiling', data.ceiling, c.alarm, 'dashed', 2));
    if (data.tightest >= week && data.tightest < week + count)
      series[data.sources.length + data.below.length].markLine = { silent: true, symbol: 'none', lineStyle: { color: c.soft, type: 'dotted' }, label: { formatter: 'tightest hour', color: c.soft, position: 'end', rotate: 0 }, data: [{ xAxis: data.tightest - week }] };
    weekChart.setOption({
      animation: false, textStyle: { fontFamily: font, color: c.text },
      grid: { left: 56, right: 16, top: 72, bottom: 34 },
      legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, icon: 'rect', textStyle: { color: c.text } },
      tooltip: { trigger: 'axis', backgroundColor: c.ground, borderColor: c.rule, textStyle: { color: c.text }, valueFormatter: v => `${number(v)} MW`, axisPointer: { lineStyle: { color: c.soft } } },
      xAxis: { type: 'category', data: x, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: c.soft } },
        axisLabel: { color: c.soft, interval: i => i % 24 === 0 && i < count, formatter: v => el('week-chart').clientWidth < 700 ? days[at(+v).getUTCDay()] : `${days[at(+v).getUTCDay()]} ${day(+v)}`, align: 'left' },
        splitLine: { show: true, interval: i => i % 24 === 0, lineStyle: { color: c.rule } }, axisPointer: { label: { formatter: p => stamp(+p.value) } } },
      yAxis: { type: 'value', name: 'MW', nameGap: 14, nameTextStyle: { color: c.soft, align: 'right', padding: [0, 8, 0, 0] }, axisLabel: { color: c.soft, formatter: number }, splitLine: { lineStyle: { color: c.rule } } },
      series,
    }, true);
    el('week-name').textContent = `${day(week)} to ${day(week + count - 1)} ${at(week).getUTCFullYear()}`;
  }

  function mapValues(kind) {
    if (kind === 'price') return { values: data.price, unit: data.priceUnit };
    if (kind === 'headroom') return { values: data.ceiling.map((v, t) => v == null ? null : v - data.draw[t]), unit: 'MW' };
    return { values: data.draw, unit: 'MW' };
  }

  function drawMap() {
    const c = ink(), kind = el('map-of').value, { values, unit } = mapValues(kind);
    const sorted = values.filter(v => v != null).sort((a, b) => a - b);
    const at98 = kind === 'price' ? .98 : 1, low = sorted[Math.floor((1 - at98) * (sorted.length - 1))], high = sorted[Math.floor(at98 * (sorted.length - 1))];
    const cells = values.map((v, t) => [Math.floor(t / 24), t % 24, v]);
    const count = Math.ceil(values.length / 24);
    mapChart.setOption({
      animation: false, textStyle: { fontFamily: font, color: c.text },
      grid: { left: 56, right: 16, top: 12, bottom: 84 },
      tooltip: { backgroundColor: c.ground, borderColor: c.rule, textStyle: { color: c.text }, formatter: p => `${stamp(p.value[0] * 24 + p.value[1])}<br>${number(p.value[2])} ${unit}` },
      xAxis: { type: 'category', data: Array.from({ length: count }, (_, d) => d), axisTick: { show: false }, axisLine: { show: false }, splitArea: { show: false },
        axisLabel: { color: c.soft, interval: i => at(i * 24).getUTCDate() === 1, formatter: d => months[at(+d * 24).getUTCMonth()], align: 'left' } },
      yAxis: { type: 'category', data: Array.from({ length: 24 }, (_, h) => `${two(h)}:00`), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: c.soft, interval: 5 } },
      visualMap: { min: low, max: high === low ? low + 1 : high, calculable: true, orient: 'horizontal', left: 50, bottom: 0, itemHeight: 260, itemWidth: 12, precision: 1,
        text: [`${number(high)} ${unit}`, number(low)], textStyle: { color: c.soft }, inRange: { color: kind === 'headroom' ? c.bad : c.ramp } },
      series: [{ type: 'heatmap', data: cells, progressive: 0, emphasis: { itemStyle: { borderColor: c.text, borderWidth: 1 } } }],
    }, true);
  }

  const within = first => Math.max(0, Math.min(first, Math.max(0, hours - 168)));
  document.querySelectorAll('[data-week]').forEach(button => button.addEventListener('click', () => {
    const move = +button.dataset.week;
    week = move === 0 ? data.week : within(week + 168 * move);
    drawWeek();
  }));
  mapChart.on('click', p => { week = within((p.value[0] - 3) * 24); drawWeek(); });
  el('map-of').addEventListener('change', drawMap);

  const rows = [...document.querySelectorAll('#input-rows tr')], filter = el('filter');
  filter.addEventListener('input', () => {
    const sought = filter.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) { row.hidden = sought !== '' && !row.textContent.toLowerCase().includes(sought); if (!row.hidden) shown++; }
    el('filter-count').textContent = sought === '' ? '' : `${shown} of ${rows.length}`;
  });

  const draw = () => { drawWeek(); drawMap(); };
  dark.addEventListener('change', draw);
  addEventListener('resize', () => { weekChart.resize(); mapChart.resize(); drawWeek(); });
  draw();
})();
