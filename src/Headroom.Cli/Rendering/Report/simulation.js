// Draws the charts of a run from the data block: a line for the means, a band from least to most. Everything else on the page is plain HTML.
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const start = Date.parse(data.start), bucket = data.bucketSeconds * 1000;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const font = getComputedStyle(document.body).fontFamily;
  document.documentElement.classList.add('scripted');

  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const two = n => String(n).padStart(2, '0');
  const stamp = t => { const d = new Date(t); return `${d.getUTCDate()} ${months[d.getUTCMonth()]} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}${d.getUTCSeconds() ? ':' + two(d.getUTCSeconds()) : ''} UTC`; };
  const number = v => v == null ? 'none' : v.toLocaleString('en', { maximumFractionDigits: Math.abs(v) >= 100 ? 0 : Math.abs(v) >= 1 ? 2 : 4 });
  const escape = text => text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
  const ink = () => dark.matches
    ? { text: '#e8ebef', soft: '#a3abb6', rule: '#333a43', ground: '#1d2126', accent: '#6aabdb' }
    : { text: '#1d2126', soft: '#5b626c', rule: '#dedad1', ground: '#fdfcfa', accent: '#2f6f9f' };
  const at = i => start + (i + .5) * bucket;

  // a band is two stacked series without lines: the least, and what lies between it and the most
  function series(line) {
    const color = dark.matches ? line.dark : line.light;
    const base = { type: 'line', symbol: 'none', emphasis: { disabled: true }, name: line.name, itemStyle: { color }, animation: false };
    const flat = line.least.every((v, i) => v === line.most[i]);
    const edge = (values, area) => ({ ...base, silent: true, stack: 'band ' + line.name, stackStrategy: 'all', lineStyle: { width: 0 }, areaStyle: area, data: values, z: 1 });
    const band = flat ? [] : [
      edge(line.least.map((v, i) => [at(i), v]), undefined),
      edge(line.most.map((v, i) => [at(i), v == null || line.least[i] == null ? null : v - line.least[i]]), { color, opacity: .22 }),
    ];
    return [...band, { ...base, data: line.mean.map((v, i) => [at(i), v]), lineStyle: { color, width: 1.6, type: line.dashed ? 'dashed' : 'solid' }, z: 3 }];
  }

  function tip(chart, index) {
    if (index < 0 || index >= chart.lines[0].mean.length) return '';
    const rows = chart.lines.map(line => {
      const range = line.least[index] === line.most[index] ? '' : ` <small>(${number(line.least[index])} to ${number(line.most[index])})</small>`;
      return `<span style="color:${dark.matches ? line.dark : line.light}">■</span> ${escape(line.name)} <b>${number(line.mean[index])}</b>${range}`;
    });
    return [stamp(start + index * bucket), ...rows].join('<br>') + (chart.unit ? `<br><small>in ${escape(chart.unit)}</small>` : '');
  }

  const charts = data.charts.map(chart => {
    const drawn = echarts.init(document.getElementById(chart.id), null, { renderer: 'canvas' });
    drawn.group = 'run';
    return { chart, drawn };
  });
  echarts.connect('run');

  function draw({ chart, drawn }) {
    const c = ink();
    drawn.setOption({
      animation: false, useUTC: true, textStyle: { fontFamily: font, color: c.text },
      grid: { left: 56, right: 16, top: 40, bottom: 70 },
      legend: { type: 'scroll', top: 0, left: 0, itemWidth: 14, itemHeight: 10, icon: 'rect', textStyle: { color: c.text }, pageTextStyle: { color: c.soft }, data: chart.lines.map(line => line.name) },
      tooltip: { trigger: 'axis', confine: true, backgroundColor: c.ground, borderColor: c.rule, textStyle: { color: c.text }, axisPointer: { lineStyle: { color: c.soft } },
        formatter: points => tip(chart, Math.round((points[0].axisValue - start) / bucket - .5)) },
      xAxis: { type: 'time', min: start, max: start + chart.lines[0].mean.length * bucket, axisLine: { onZero: false, lineStyle: { color: c.soft } },
        axisLabel: { color: c.soft, hideOverlap: true, formatter: { year: '{d} {MMM}', month: '{d} {MMM}', day: '{d} {MMM}', hour: '{HH}:{mm}', minute: '{HH}:{mm}', second: '{HH}:{mm}:{ss}' } }, splitLine: { show: false } },
      yAxis: { type: 'value', scale: chart.unit === '°C', axisLabel: { color: c.soft, formatter: number }, splitLine: { lineStyle: { color: c.rule } } },
      dataZoom: [{ type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false }, { type: 'slider', filterMode: 'none', height: 22, bottom: 8, borderColor: c.rule, fillerColor: c.accent + '33', handleStyle: { color: c.accent }, moveHandleStyle: { color: c.accent }, dataBackground: { lineStyle: { color: c.soft }, areaStyle: { color: c.rule } }, selectedDataBackground: { lineStyle: { color: c.accent }, areaStyle: { color: c.accent, opacity: .3 } }, textStyle: { color: c.soft }, labelFormatter: v => stamp(v) }],
      series: chart.lines.flatMap(series),
    }, true);
  }

  const drawAll = () => charts.forEach(draw);
  dark.addEventListener('change', drawAll);
  addEventListener('resize', () => charts.forEach(({ drawn }) => drawn.resize()));
  drawAll();
})();
