"""Any grid of numbers -> sum rules (research version)."""
from __future__ import annotations
import math
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
import numpy as np
from xcdata.ledger import SumRule
from xcdata.numerals import Unread, read_grid

WEIGHTS=np.random.default_rng(0).integers(1,2**62,100000)
FAIL = 3.0
ACCEPT = 6.0

@dataclass(frozen=True)
class Pattern:
    total: int
    parts: tuple
    prior: float
    score: float = 0.0

@dataclass
class Axis:
    X: np.ndarray
    N: np.ndarray
    Z: np.ndarray
    unit: np.ndarray
    E: np.ndarray

def scale(cells):
    vals=[v for row in cells for v in row if isinstance(v,Decimal)]
    if not vals: return None
    exp=max(0,max(-v.normalize().as_tuple().exponent for v in vals))
    big=max(abs(v) for v in vals)
    room=17-(int(big).__str__().__len__() if big>=1 else 0)-len(str(max(len(cells),1)))
    exp=min(exp,max(room,0))
    m=len(cells); n=max(len(r) for r in cells)
    X=np.zeros((m,n),np.int64); N=np.zeros((m,n),bool); Z=np.ones((m,n),bool)
    f=Decimal(10)**exp
    for r,row in enumerate(cells):
        for c,v in enumerate(row):
            if isinstance(v,Decimal):
                s=v*f
                if abs(s)<10**17:
                    X[r,c]=int(s.to_integral_value()); N[r,c]=True; Z[r,c]=False
                else: Z[r,c]=False
            elif v is Unread.TEXT: Z[r,c]=False
    return X,N,Z

def fineness(X):
    """10**k of trailing zeros of each value."""
    U=np.full(X.shape,10**17,np.int64); Y=X!=0
    for k in range(17,-1,-1):
        p=10**k
        U[Y]=np.where(X[Y]%p==0,np.maximum(U[Y]*0+0,np.where(U[Y]==10**17,p,U[Y])),U[Y])
    return U

def axis(X,N,Z):
    E=np.full(X.shape,10**17,np.int64)
    rest=X.copy(); k=0; live=X!=0; e=np.ones(X.shape,np.int64)
    while live.any():
        div=live&(rest%10==0)
        E[live&~div]=e[live&~div]
        rest=np.where(div,rest//10,rest); e=np.where(div,e*10,e); live=div
    g=np.gcd.reduce(X,axis=0); g[g==0]=1
    u=E.min(axis=0)
    f=g//u
    u=np.where((f%5==0)&(f>0),u*5,np.where(f%2==0,u*1,u))
    return Axis(X,N,Z,u,E)

def evidence(ax,t,parts):
    P=ax.X[parts]; s=P.sum(0); x=ax.X[t]; d=np.abs(s-x)
    nz=(P!=0).sum(0)
    n=ax.N[t]&((nz>0)|((x==0)&ax.N[parts].any(0)))
    tol=(nz+1)*ax.unit/2
    ex=(d==0); ok=(2*d<=(nz+1)*ax.unit)
    unit=np.minimum(ax.E[parts].min(0),ax.E[t])
    rng=np.maximum(np.abs(x),np.abs(P).max(0))/unit
    bits=np.log2(rng+1)-np.log2(2*d/unit+1)
    bits=np.where(ok,np.maximum(bits,0),-FAIL)
    big=np.where(P==0,-(1<<62),P).max(0); small=np.where(P==0,1<<62,P).min(0)
    bits=np.where(ok&((nz<2)|(big==small)),0,bits)
    bits=bits*n
    h=(P*WEIGHTS[:len(parts),None]).sum(0)+x*WEIGHTS[-1]
    _,first=np.unique(h,return_index=True)
    once=np.zeros(len(h),bool); once[first]=True
    return n,ok,nz,np.where(once,bits,np.minimum(bits,0))

def runs(ax,view,side,S,viewcost):
    """Seeds (t, parts) for runs in a view on a side of t."""
    X=ax.X; m,P=X.shape; v=np.asarray(view); L=len(v)
    out=defaultdict(float)
    if L<2: return out
    C=np.zeros((L+1,P),np.int64); np.cumsum(X[v],axis=0,out=C[1:])
    lines=np.flatnonzero(ax.N.any(1))
    after=np.searchsorted(v,lines,side='right'); before=np.searchsorted(v,lines,side='left')
    for p in range(P):
        c=C[:,p]; order=np.argsort(c,kind='stable'); cs=c[order]
        u=ax.unit[p]
        tl=lines; x=X[tl,p]; live=(x!=0)
        for s in range(S):
            if side>0:
                i=after+s; good=live&(i<L-1); 
            else:
                i=before-s; good=live&(i>1)
            if not good.any(): continue
            ii=i[good]; xx=x[good]; tt=tl[good]
            target=c[ii]+xx if side>0 else c[ii]-xx
            lo=np.searchsorted(cs,target-u,'left'); hi=np.searchsorted(cs,target+u,'right')
            cnt=np.minimum(hi-lo,64)
            if cnt.sum()==0: continue
            rep=np.repeat(np.arange(len(tt)),cnt)
            off=np.arange(cnt.sum())-np.repeat(np.cumsum(cnt)-cnt,cnt)
            j=order[lo[rep]+off]; i2=ii[rep]
            ok=(j-i2>=2) if side>0 else (i2-j>=2)
            rep=rep[ok]; j=j[ok]; i2=i2[ok]
            w=np.log2(np.abs(xx[rep])/u+1)
            for a,b,t_,ww in zip(i2.tolist(),j.tolist(),tt[rep].tolist(),w.tolist()):
                out[(t_,a,b) if side>0 else (t_,b,a)]+=ww
    res=[]
    for (t_,a,b),w in out.items():
        s=0
        idx=np.searchsorted(v,t_,'right') if side>0 else np.searchsorted(v,t_,'left')
        s=abs((a-idx) if side>0 else (idx-b))
        cost=viewcost+math.log2(L)+ (0 if s==0 else 1+2*math.log2(s+1))
        if w>cost+ACCEPT-2:
            res.append((t_,tuple(v[a:b].tolist()),cost))
    return res

def pairs(ax,view):
    X=ax.X; v=np.asarray(view); L=len(v); P=X.shape[1]
    if L<3 or L>400: return []
    w=max(2,min(L,int(math.sqrt(2e8/(L*P)))))
    Y=X[v]; nz=Y!=0; bits=np.log2(np.abs(Y)/ax.unit+1)
    res=[]; cost=2*math.log2(L)
    for a in range(L):
        lo=max(0,a-w)
        sl=slice(a+1,min(L,a+w)); tl=slice(lo,min(L,a+w))
        if a+1>=L: break
        s=Y[a]+Y[sl]; good=nz[a]&nz[sl]
        eq=(np.abs(Y[tl][:,None,:]-s[None])<=ax.unit)&good[None]&nz[tl][:,None,:]
        W=(eq*bits[tl][:,None,:]).sum(2)
        for ti,bi in zip(*np.nonzero(W>cost+ACCEPT-2)):
            t=int(v[lo+ti]); A=int(v[a]); B=int(v[a+1+bi])
            if t not in (A,B): res.append((t,(A,B),cost if abs(A-t)+abs(B-t)>3 else cost/2))
    return res

def judge(ax,cands):
    best={}
    for t,parts,cost in cands:
        key=(t,frozenset(parts))
        if key in best and best[key].prior<=cost: continue
        n,ok,nz,bits=evidence(ax,t,np.asarray(parts))
        sc=bits.sum()-cost
        if (ok&n&(nz>1)).sum()==0 or sc<ACCEPT: continue
        best[key]=Pattern(t,tuple(sorted(parts)),cost,sc)
    return best

def effective(ax,t,parts):
    """Which parts matter: drop all-zero lines."""
    return frozenset(q for q in parts if (ax.X[q]!=0).any())

def extend(ax,parts,t,lines):
    """Take in the all-zero lines that continue a run without a gap."""
    S=set(parts); 
    for d in (1,-1):
        q=(max(S) if d>0 else min(S))+d
        while 0<=q<ax.X.shape[0] and q!=t and ax.N[q].any() and not (ax.X[q]!=0).any():
            S.add(q); q+=d
    return tuple(sorted(S))

def select(ax,pool):
    import heapq
    chosen=[]; cache={}
    bytotal=defaultdict(list); asPart=defaultdict(list); byparts=defaultdict(list)
    live=defaultdict(dict)
    for p in pool.values(): live[p.total][p.parts]=p
    heap=[(-p.score,p.prior,len(p.parts),p.total,p.parts) for p in pool.values()]
    heapq.heapify(heap); dead=set()
    def rescore(pat):
        t,parts=pat.total,pat.parts
        S=set(parts)
        if any(q.total in S and S&set(q.parts) for q in chosen): return None
        if any(q.total in S for q in asPart[t]): return None
        rivals=[q for q in bytotal[t] if S&set(q.parts)]+byparts[frozenset(parts)]
        if not rivals: return pat.score
        n,ok,nz,bits=evidence(ax,t,np.asarray(parts))
        free=np.ones(len(n),bool)
        for q in rivals: free&=~cache[q]
        return (bits*free).sum()-pat.prior
    while heap:
        ns,prior,k,t,parts=heapq.heappop(heap)
        if (t,parts) in dead: continue
        pat=pool[(t,frozenset(parts))]
        sc=rescore(pat)
        if sc is None or sc<ACCEPT: dead.add((t,parts)); del live[t][parts]; continue
        if sc<-ns-1e-6:
            heapq.heappush(heap,(-sc,prior,k,t,parts)); continue
        best=(prior,k,parts)
        for other in list(live[t].values()):
            if other.parts!=parts and set(other.parts)&set(parts) and (other.prior,len(other.parts),other.parts)<best and other.score+other.prior>.9*(sc+prior):
                o=rescore(other)
                if o is not None and o+other.prior>.9*(sc+prior): best=(other.prior,len(other.parts),other.parts)
        pat=live[t][best[2]]
        if best[2]!=parts: heapq.heappush(heap,(ns,prior,k,t,parts))
        dead.add((t,pat.parts)); del live[t][pat.parts]
        n,ok,nz,bits=evidence(ax,t,np.asarray(pat.parts))
        cache[pat]=n&ok
        chosen.append(pat); bytotal[t].append(pat); byparts[frozenset(pat.parts)].append(pat)
        for q in pat.parts: asPart[q].append(pat)
    return chosen

def coarsen(ax,chosen):
    """Candidates that put a chosen total in the place of its parts."""
    out=[]
    for c in chosen:
        S=set(c.parts); changed=False
        for q in sorted(chosen,key=lambda q:-len(q.parts)):
            W=set(q.parts)
            if q is not c and q.total!=c.total and q.total not in S and W<=S and len(S-W)>=1 and c.total not in W:
                S=S-W|{q.total}; changed=True
        if changed and len(S)>=2: out.append((c.total,tuple(sorted(S)),max(c.prior-2,0)))
    return out

def shifts(ax,chosen,lines):
    out=[]; L=set(lines.tolist())
    for c in chosen:
        for d in range(-12,13):
            if d and c.total+d in L and all(q+d in L for q in c.parts): out.append((c.total+d,tuple(q+d for q in c.parts),2.0))
    return out

def along(ax):
    lines=np.flatnonzero(ax.N.any(1)); m=len(lines)
    if m<3: return [] 
    S=max(1,min(m,int(2e6/(m*ax.X.shape[1]+1))))
    pool={}; chosen=[]
    views=[(tuple(lines.tolist()),0.0)]
    for k in range(2,min(m//2,20)+1):
        for r in range(k):
            vv=lines[lines%k==r]
            if len(vv)>=2: views.append((tuple(vv.tolist()),1+2*math.log2(k)))
    pool.update(judge(ax,pairs(ax,lines)))
    done=set()
    def add(cands):
        n=0
        for key,pat in judge(ax,[(t,extend(ax,p,t,lines),c) for t,p,c in cands]).items():
            if key not in pool or pool[key].score<pat.score: pool[key]=pat; n+=1
        return n
    for rnd in range(5):
        new=0
        for view,cost in views:
            if view in done: continue
            done.add(view)
            for side in (1,-1): new+=add(runs(ax,view,side,S if cost==0 or rnd else min(S,3),cost))
        if not new: break
        chosen=select(ax,pool)
        new=add(coarsen(ax,chosen))+add(shifts(ax,chosen,lines))
        if new: chosen=select(ax,pool)
        kids={q for c in chosen for q in c.parts}; tots={c.total for c in chosen}; ll=lines.tolist()
        views=[(tuple(q for q in ll if q not in kids),1.0),(tuple(q for q in ll if q not in tots),2.0),(tuple(q for q in ll if q in tots),1.0),(tuple(q for q in ll if q in tots and q not in kids),1.0)]
    return chosen

def emit(ax,chosen,keyof):
    P=ax.X.shape[1]
    H=np.zeros(P); F=np.zeros(P); ev=[]
    for c in chosen:
        n,ok,nz,bits=evidence(ax,c.total,np.asarray(c.parts)); ev.append((n,ok,nz))
        H+=n&ok; F+=n&~ok
    rules=[]
    for c,(n,ok,nz) in zip(chosen,ev):
        h=(n&ok).sum(); f=(n&~ok).sum()
        for p in range(P):
            if not n[p]: continue
            keep=ok[p] or ((h+1)/(h+f+1)>.7 and (H[p]+1)/(H[p]+F[p]+1)>.7)
            if keep: rules.append(SumRule(keyof(c.total,p),tuple(keyof(q,p) for q in c.parts if ax.N[q,p] or ax.Z[q,p])))
    return rules

def discover(grid):
    s=scale(read_grid(grid))
    if s is None: return []
    X,N,Z=s
    out=[]
    for tr in (False,True):
        ax=axis(*( (X.T.copy(),N.T.copy(),Z.T.copy()) if tr else (X,N,Z)))
        ch=along(ax)
        out+=emit(ax,ch,(lambda l,p:(p,l)) if tr else (lambda l,p:(l,p)))
    return out
