// A few operations and looks, as a server describes them.

import { type Repertoire, setRepertoire } from '../src/state/repertoire';

const schema = { properties: {}, required: [] };
const signal = { type: 'string', description: 'Shifts', 'x-kind': 'signal', 'x-form': 'FILE|SIGNAL' };

export const some: Repertoire = {
  operations: [
    { name: 'add-up', summary: 'Sums over detectors.', version: 1, gives: 'results', parameters: schema },
    {
      name: 'move',
      summary: 'Shifts frames.',
      version: 1,
      gives: 'frames',
      parameters: { properties: { by: signal }, required: ['by'] },
    },
  ],
  looks: [
    {
      id: 'image',
      name: 'Image',
      help: 'The image of a detector',
      words: '',
      over: 'scan',
      operation: 'add-up',
      parameters: {},
      inputs: { detector: 'detectors' },
      detectors: [1, 1],
      parts: [{ name: '', help: 'Its sum', show: 'image' }],
    },
    {
      id: 'pair',
      name: 'A−B',
      help: 'Two detectors',
      words: 'subtract',
      over: 'scan',
      operation: 'add-up',
      parameters: {},
      inputs: { detector: 'detectors' },
      detectors: [2, 2],
      parts: [
        { name: 'difference', help: '', result: 'difference', show: 'signed', parameters: { combine: 'difference' } },
        { name: 'overlay', help: '', show: 'overlay' },
      ],
    },
    {
      id: 'shift',
      name: 'CoM',
      help: 'Where the beam went',
      words: 'deflection dpc',
      over: 'scan',
      operation: 'centre',
      parameters: { regression: 'mean' },
      inputs: { within: 'detector', 'scan-rotation': 'rotation', 'flip-y': 'flip' },
      detectors: [0, 1],
      parts: [
        { name: 'direction', help: '', result: 'field', show: 'directions', unit: 'px' },
        { name: 'x', help: '', result: 'field', show: 'column', unit: 'px' },
      ],
    },
    {
      id: 'ring',
      name: 'DPC',
      help: 'Four quadrants',
      words: '',
      over: 'scan',
      operation: 'quadrants',
      parameters: {},
      inputs: { center: 'center', 'inner-radius': 'inner', radius: 'outer' },
      detectors: [1, 1],
      parts: [{ name: '', help: '', result: 'field', show: 'length' }],
    },
    {
      id: 'total',
      name: 'Total',
      help: 'All of it',
      words: '',
      over: 'scan',
      operation: 'add-all',
      parameters: {},
      inputs: {},
      detectors: [0, 0],
      parts: [{ name: '', help: '', show: 'image' }],
    },
    {
      id: 'average',
      name: 'mean',
      help: 'Mean of a region',
      words: '',
      over: 'detector',
      operation: 'average',
      parameters: {},
      inputs: {},
      detectors: [0, 0],
      parts: [{ name: '', help: '', show: 'image' }],
    },
  ],
  detectors: [
    { name: 'BF', help: 'Bright field', inner: 0, outer: 1 },
    { name: 'ADF', help: 'Annular dark field', inner: 1, outer: 2 },
  ],
};

export const offer = () => void setRepertoire(some);
