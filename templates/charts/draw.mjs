// Draws Vega-Lite specifications: {key: specification} on standard input, {key: svg} on standard output.
// Without a canvas, text is measured by estimate, so that every machine gives the same bytes.
import * as vega from 'vega';
import * as vegaLite from 'vega-lite';

// A specification carries its data: nothing may be fetched.
const loader = { load: uri => Promise.reject(new Error(`a chart must not load '${uri}'`)), sanitize: uri => Promise.reject(new Error(`a chart must not link to '${uri}'`)) };

let input = '';
for await (const part of process.stdin.setEncoding('utf8')) input += part;

const pictures = {};
for (const [key, specification] of Object.entries(JSON.parse(input))) {
  const compiled = vegaLite.compile(specification, { logger: vega.logger(vega.Error) }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', loader, logLevel: vega.Error });
  pictures[key] = await view.toSVG();
  view.finalize();
}
process.stdout.write(JSON.stringify(pictures));
