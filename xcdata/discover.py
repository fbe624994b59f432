"""The sum rules of any grid of numbers, found from the numbers.

In: a grid of strings, as untidy as it comes. Out: the :class:`~xcdata.ledger.SumRule` s of its rows and columns.
The one principle: a rule is a pattern ("this line is the sum of those lines") that repeats along the other
axis and that chance does not explain. So a pattern must earn more bits from the figures than it costs to
describe (:mod:`xcdata.lines`, :mod:`xcdata.candidates`); figures that one pattern has explained earn nothing for its
rivals; and what is believed shows where to look next: totals of subtotals, and the same pattern shifted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from xcdata.candidates import Pattern, coarser, filled_up, first_views, nested_views, pairs, runs, shifted, subsets
from xcdata.ledger import SumRule
from xcdata.lines import Bools, Evidence, Lines, read_lines, weigh
from xcdata.numerals import Unread, read_grid

Cell = tuple[int, int]

SURE_BITS = 6.0
_ROUNDS = 4
_COMPARABLE = 0.9
_WORK = 2e6


def discover(grid: Sequence[Sequence[str]]) -> list[SumRule]:
    readings = read_grid(grid)
    rows, columns = read_lines(readings, _labels(grid, readings))
    rules = _rules(rows, lambda line, position: (line, position), readings)
    return rules + _rules(columns, lambda line, position: (position, line), readings)


def _labels(grid, readings):
    texts = [[c.strip().lower() if v is Unread.TEXT else "" for c, v in zip(row, read)] for row, read in zip(grid, readings)]
    width = max((len(r) for r in grid), default=0)
    def name(cells, vals):
        last = ""
        for c, v in zip(cells, vals):
            if c: last = c
            elif not isinstance(v, Unread) : break
        return last
    rl = [next((c for c in row if c), "") for row in texts]
    cl = [name([row[c] if c < len(row) else "" for row in texts], [row[c] if c < len(row) else Unread.NOTHING for row in readings]) for c in range(width)]
    return rl, cl


class _Book:
    def __init__(self, lines):
        self.lines=lines; self.pool={}; self.ev={}
    def add(self, patterns):
        n=0
        for p in patterns:
            p=filled_up(self.lines,p); key=(p.total,p.parts)
            old=self.pool.get(key)
            if old is not None and old.cost<=p.cost: continue
            if key not in self.ev:
                e=weigh(self.lines,p.total,p.parts); self.ev[key]=(e,e.bits.sum())
            if self.ev[key][1]-p.cost>=SURE_BITS: self.pool[key]=p; n+=1
        return n


def _search(lines):
    used=np.flatnonzero(lines.known.any(1))
    if len(used)<3: return [],{}
    reach=int(max(1,min(len(used),_WORK/(lines.values.size+1))))
    book=_Book(lines)
    book.add(pairs(lines,SURE_BITS-2))
    seen=set(); views=list(first_views(lines)); believed=[]
    for rnd in range(_ROUNDS):
        n=0
        for v in views:
            if v.lines in seen or len(v.lines)<2: continue
            seen.add(v.lines)
            n+=book.add(runs(lines,v,reach if v.cost<2 else min(reach,3),SURE_BITS-2))
            if v.cost<2 and len(used)<300: n+=book.add(subsets(lines,v,SURE_BITS-2))
        if rnd and not n: break
        believed=_select(book)
        if book.add(list(shifted(lines,believed))): believed=_select(book)
        views=list(nested_views(lines,believed))
    return believed,book.ev


def _select(book):
    pool=book.pool; ev=book.ev; twin=book.lines.twin.tolist()
    filled=book.lines.values.any(1).tolist()
    canon=lambda parts: frozenset(twin[x] for x in parts if filled[x])
    bytotal=defaultdict(list)
    for k,p in pool.items(): bytotal[p.total].append(p)
    score={k:ev[k][1]-p.cost for k,p in pool.items()}
    far=lambda p: sum(abs(x-p.total) for x in p.parts)
    order=lambda p: (p.cost,len(p.parts),far(p),p.parts)
    import heapq
    heap=[(-s,order(pool[k]),k) for k,s in score.items()]; heapq.heapify(heap)
    chosen=[]; ct=defaultdict(list); cp=defaultdict(list); bp=defaultdict(list); gone=set(); copies=[]
    S_={}; below_={}
    def below(S):
        out=set(); todo=list(S)
        while todo:
            for q in own[todo.pop()]:
                for x in q.parts:
                    if x not in out: out.add(x); todo.append(x)
        return out
    own=defaultdict(list)
    def now(p):
        S=canon(p.parts); t=twin[p.total]
        if t in S: return None
        for u in S:
            for q in ct[u]:
                if S&S_[q] or t in S_[q]: return None
        for q in cp[t]:
            tq=twin[q.total]
            if tq in S or (S&S_[q] and tq!=t): return None
        D=None; free=None; P=set(p.parts)
        for q in ct[t]+[q for q in bp[S] if twin[q.total]!=t]:
            Q=S_[q]
            if q.total!=p.total and Q==S and twin[q.total]==t: continue
            if D is None: D=below(P)
            if Q&S or D&set(q.parts) or P&below(q.parts):
                if free is None: free=np.ones(len(ev[(p.total,p.parts)][0].bits),bool)
                free&=~ev[(q.total,q.parts)][0].holds
        e=ev[(p.total,p.parts)]
        return e[1] if free is None else (e[0].bits*free).sum()
    while heap:
        s,o_,k=heapq.heappop(heap)
        if k in gone: continue
        p=pool[k]; b=now(p)
        if b is None or b-p.cost<SURE_BITS: gone.add(k); continue
        if b-p.cost< -s-1e-6:
            heapq.heappush(heap,(-(b-p.cost),o_,k)); continue
        best=p
        for q in bytotal[p.total]:
            kk=(q.total,q.parts)
            if kk in gone or q is p or order(q)>=order(best) or not canon(q.parts)&canon(p.parts): continue
            if (ev[k][0].exact&~ev[kk][0].exact).any() or (ev[k][0].holds&~ev[kk][0].holds).any(): continue
            o=now(q)
            if o is not None and o-q.cost>=SURE_BITS: best=q
        if best is not p: heapq.heappush(heap,(s,o_,k))
        gone.add((best.total,best.parts))
        S=canon(best.parts)
        if any(q.total!=best.total for q in bp[S]): copies.append(best); continue
        S_[best]=S
        chosen.append(best)
        ct[twin[best.total]].append(best); own[best.total].append(best); bp[S].append(best)
        for x in S: cp[x].append(best)
    have={p.total for p in chosen}
    for p in copies:
        if p.total not in have and any(abs(q.total-p.total)==1 for q in bp[canon(p.parts)]): chosen.append(p); have.add(p.total)
    return _coarsest(book,chosen)


def _coarsest(book,chosen):
    keys={(p.total,p.parts) for p in chosen}
    out=[]
    for p in chosen:
        q=coarser(book.lines,p,chosen)
        if q is p: out.append(p); continue
        k=(q.total,q.parts)
        q=filled_up(book.lines,q); k=(q.total,q.parts)
        if k in keys: continue
        book.add([q])
        e=book.ev.get(k)
        if e is not None and not (book.ev[(p.total,p.parts)][0].exact&~e[0].exact).any():
            keys.add(k); out.append(q)
        else: out.append(p)
    return out


def _rules(lines, cell, readings):
    believed,ev=_search(lines)
    if not believed: return []
    es=[ev[(p.total,p.parts)][0] for p in believed]
    H=sum(e.holds.astype(int) for e in es); F=sum((e.stated&~e.holds).astype(int) for e in es)
    rules=[]
    for p,e in zip(believed,es):
        h=e.holds.sum(); f=(e.stated&~e.holds).sum()
        for pos in np.flatnonzero(e.stated).tolist():
            if not (e.holds[pos] or ((h+1)/(h+f+1)>.7 and (e.close[pos] or H[pos]>=F[pos]))): continue
            parts=[]
            for x in p.parts:
                r,c=cell(x,pos)
                v=readings[r][c] if c<len(readings[r]) else Unread.NOTHING
                if v is not Unread.TEXT or not e.holds[pos]: parts.append((r,c))
            rules.append(SumRule(cell(p.total,pos),tuple(parts)))
    return rules
