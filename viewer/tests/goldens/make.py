#!/usr/bin/env python3
"""Writes membership.json: which pixels belong to random shapes, by a third hand. The library's and the viewer's tests both read it."""
import json, math, random
random.seed(7)
ROWS, COLUMNS = 21, 27
def q(x): return round(x * 4) / 4 if random.random() < 0.5 else round(x, 3)
def turn(d): return ((d % 360) + 360) % 360
def polygon(points, r, c):
    inside = False
    j = len(points) - 1
    for i, (r0, c0) in enumerate(points):
        r1, c1 = points[j]
        if (c - c0) * (r1 - r0) - (r - r0) * (c1 - c0) == 0 and min(r0, r1) <= r <= max(r0, r1) and min(c0, c1) <= c <= max(c0, c1): return True
        if (r0 > r) != (r1 > r) and c < ((c1 - c0) * (r - r0)) / (r1 - r0) + c0: inside = not inside
        j = i
    return inside
def line(s, r, c):
    dr, dc = s['row1'] - s['row0'], s['column1'] - s['column0']
    n = max(math.ceil(max(abs(dr), abs(dc))), 1)
    return any(r == math.floor(s['row0'] + dr * i / n + 0.5) and c == math.floor(s['column0'] + dc * i / n + 0.5) for i in range(n + 1))
def contains(s, r, c):
    k = s['kind']
    if k == 'point': return r == s['row'] and c == s['column']
    if k == 'rectangle': return s['row0'] <= r <= s['row1'] and s['column0'] <= c <= s['column1']
    if k == 'polygon': return polygon(s['points'], r, c)
    if k == 'line': return line(s, r, c)
    d = (r - s['row']) ** 2 + (c - s['column']) ** 2
    if k == 'disk': return d <= s['radius'] ** 2
    if k == 'square': return abs(r - s['row']) <= s['half'] and abs(c - s['column']) <= s['half']
    if not s['inner'] ** 2 <= d <= s['outer'] ** 2: return False
    if k == 'annulus' or s['to'] - s['from'] >= 360: return True
    return turn(math.atan2(r - s['row'], c - s['column']) * 180 / math.pi - s['from']) < turn(s['to'] - s['from'])
def text(s):
    n = lambda *v: ','.join(('%.3f' % x).rstrip('0').rstrip('.') if x != int(x) else str(int(x)) for x in v)
    k = s['kind']
    if k == 'square': return 'rect:' + n(s['row'] - s['half'], s['column'] - s['half'], s['row'] + s['half'], s['column'] + s['half'])
    if k == 'rectangle': return 'rect:' + n(s['row0'], s['column0'], s['row1'], s['column1'])
    if k == 'polygon': return 'polygon:' + n(*[v for p in s['points'] for v in p])
    names = {'point': ['row', 'column'], 'disk': ['row', 'column', 'radius'], 'annulus': ['row', 'column', 'inner', 'outer'], 'sector': ['row', 'column', 'inner', 'outer', 'from', 'to'], 'line': ['row0', 'column0', 'row1', 'column1']}[k]
    return k + ':' + n(*[s[x] for x in names])
cases = []
while len(cases) < 240:
    k = ['point', 'disk', 'annulus', 'square', 'rectangle', 'sector', 'polygon', 'line'][len(cases) % 8]
    r, c = q(random.uniform(-3, ROWS + 3)), q(random.uniform(-3, COLUMNS + 3))
    inner = q(random.uniform(0, 8))
    s = {'kind': k}
    if k == 'point': s |= {'row': random.randrange(ROWS), 'column': random.randrange(COLUMNS)}
    elif k == 'disk': s |= {'row': r, 'column': c, 'radius': q(random.uniform(0, 12))}
    elif k == 'annulus': s |= {'row': r, 'column': c, 'inner': inner, 'outer': inner + q(random.uniform(0, 6))}
    elif k == 'square': s |= {'row': round(r * 2) / 2, 'column': round(c * 2) / 2, 'half': round(random.uniform(0, 9) * 2) / 2}
    elif k == 'rectangle': s |= {'row0': r, 'column0': c, 'row1': r + q(random.uniform(0, 9)), 'column1': c + q(random.uniform(0, 9))}
    elif k == 'sector': s |= {'row': r, 'column': c, 'inner': inner, 'outer': inner + q(random.uniform(0, 9)), 'from': q(random.uniform(-360, 360))}; s['to'] = s['from'] + q(random.uniform(1, 400))
    elif k == 'polygon': s |= {'points': [[q(random.uniform(-2, ROWS + 2)), q(random.uniform(-2, COLUMNS + 2))] for _ in range(random.randint(3, 8))]}
    else: s |= {'row0': q(random.uniform(0, ROWS - 1)), 'column0': q(random.uniform(0, COLUMNS - 1)), 'row1': q(random.uniform(0, ROWS - 1)), 'column1': q(random.uniform(0, COLUMNS - 1))}
    s = {a: (round(b, 3) if isinstance(b, float) else b) for a, b in s.items()}
    pixels = [r * COLUMNS + c for r in range(ROWS) for c in range(COLUMNS) if contains(s, r, c)]
    if pixels: cases.append({'shape': s, 'text': text(s), 'pixels': pixels})
with open(__file__.replace('make.py', 'membership.json'), 'w') as f:
    f.write('{"rows": %d, "columns": %d, "cases": [\n' % (ROWS, COLUMNS) + ',\n'.join(json.dumps(c, separators=(',', ':')) for c in cases) + '\n]}\n')
