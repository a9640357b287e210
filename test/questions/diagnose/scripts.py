"""Losses and mistakes as scripts of PyTorch have them, on random data with random parameters, weights, loss weights and dtypes.

python scripts.py SEED MISTAKES RIGHT prints one JSON object a line: the scores, the labels and a loss a sample. Nothing of the
search is in here. test/questions/diagnose/scripts.test.ts reads it.
"""
import json
import math
import sys
import torch
import torch.nn.functional as F
import numpy as np
seed, mistakes, right = [int(word) for word in sys.argv[1:4]]
rng = np.random.default_rng(seed)
torch.manual_seed(seed)
U = lambda a, b: float(rng.uniform(a, b))
P = lambda xs: xs[int(rng.integers(len(xs)))]


def rnd():
    return rng.random() < 0.5


def params():
    r = rnd()
    return dict(g=P([0.5, 1.5, 2, 3, 5]) if r else U(0.5, 4), a=P([0.25, 0.3, 0.4]) if r else U(0.05, 0.45), e=P([1, 2, 0.5]) if r else U(0.3, 3), s=P([0.1, 0.05, 0.2]) if r else U(0.02, 0.3))


def W(K):
    k = rng.integers(4)
    w = rng.uniform(0.3, 3, K)
    if k == 0:
        w = np.round(w, 1)
    if k == 1:
        w = w / w.sum()
    if k == 2:
        w = w / w.mean()
    return w


def T(w, z):
    return torch.tensor(w, dtype=z.dtype)


def softdata(n, K, dt, scale=1.5):
    y = torch.tensor(np.concatenate([np.arange(min(n, 5 * K)) % K, rng.integers(0, K, max(0, n - 5 * K))]))
    z = torch.tensor(rng.normal(0, scale, (n, K)))
    z[torch.arange(n), y] += 1
    return (z.to(dt), y)


def bindata(n, dt, scale=2.0):
    y = torch.tensor(np.where(np.arange(n) < 8, np.arange(n) % 2, rng.random(n) < 0.4).astype(int))
    z = torch.tensor(rng.normal(0, scale, n)) + (y - 0.5)
    return (z.to(dt), y)


def ce_(z, y, w=None):
    return F.cross_entropy(z, y, weight=w, reduction='none')


def bce_(z, y, **k):
    return F.binary_cross_entropy_with_logits(z, y.to(z.dtype), reduction='none', **k)


def sfl(z, y, a, g):
    p = torch.sigmoid(z)
    t = y.to(z.dtype)
    ce = bce_(z, y)
    pt = p * t + (1 - p) * (1 - t)
    l = ce * (1 - pt) ** g
    return (a * t + (1 - a) * (1 - t)) * l if a is not None else l


def focal(z, y, g):
    ce = ce_(z, y)
    pt = torch.exp(-ce)
    return (1 - pt) ** g * ce


def at(y, a, z):
    t = y.to(z.dtype)
    return a * t + (1 - a) * (1 - t)
M = {}


def m(task, **kw):

    def d(f):
        M[f.__name__] = (task, f, kw)
        return f
    return d


@m('s')
def weight_in_pt(z, y, p):
    w = T(p['w'], z)
    ce = ce_(z, y, w)
    return (1 - torch.exp(-ce)) ** p['g'] * ce


@m('b')
def pos_weight_in_pt(z, y, p):
    ce = bce_(z, y, pos_weight=torch.tensor(1.5 + p['e'], dtype=z.dtype))
    return (1 - torch.exp(-ce)) ** p['g'] * ce


@m('s')
def gamma_times(z, y, p):
    ce = ce_(z, y)
    return (1 - torch.exp(-ce)) * p['g'] * ce


@m('b')
def gamma_times_b(z, y, p):
    pr = torch.sigmoid(z)
    t = y.to(z.dtype)
    ce = bce_(z, y)
    return at(y, p['a'], z) * torch.where(t == 1, (1 - pr) * p['g'], pr ** p['g']) * ce


@m('b')
def alpha_both(z, y, p):
    return p['a'] * sfl(z, y, None, p['g'])


@m('b')
def alpha_swapped(z, y, p):
    return sfl(z, y, 1 - p['a'], p['g'])


@m('b')
def alpha_negatives(z, y, p):
    t = y.to(z.dtype)
    return (t + (1 - t) * (2 + p['a'])) * sfl(z, y, None, p['g'])


@m('b')
def alpha_cancels(z, y, p):
    return 0.5 * sfl(z, y, None, p['g'])


@m('s')
def class_dilution(z, y, p):
    return focal(z, y, p['g']) / z.shape[1]


@m('s')
def double_softmax(z, y, p):
    return focal(torch.softmax(z, 1), y, p['g'])


@m('s')
def double_softmax_ce(z, y, p):
    return ce_(torch.softmax(z, 1), y)


@m('b')
def double_sigmoid(z, y, p):
    return bce_(torch.sigmoid(z), y)


@m('b')
def double_sigmoid_f(z, y, p):
    return sfl(torch.sigmoid(z), y, p['a'], p['g'])


@m('b')
def missing_activation(z, y, p):
    q = z.clamp(1e-07, 1 - 1e-07)
    t = y.to(z.dtype)
    return -(t * torch.log(q) + (1 - t) * torch.log(1 - q))


@m('s')
def logp_through_sigmoid(z, y, p):
    l = F.log_softmax(z, 1)
    t = F.one_hot(y, z.shape[1]).to(z.dtype)
    ce = F.binary_cross_entropy_with_logits(l, t, reduction='none')
    pt = torch.exp(-ce)
    return ((1 - pt) ** p['g'] * ce).sum(1)


@m('s')
def sign(z, y, p):
    return -focal(z, y, p['g'])


@m('b')
def sign_b(z, y, p):
    return -sfl(z, y, p['a'], p['g'])


@m('b')
def missing_negatives(z, y, p):
    return y.to(z.dtype) * sfl(z, y, None, p['g'])


@m('b')
def negatives_modulation(z, y, p):
    pr = torch.sigmoid(z)
    return at(y, p['a'], z) * (1 - pr) ** p['g'] * bce_(z, y)


@m('s')
def pt_for_error(z, y, p):
    ce = ce_(z, y)
    return torch.exp(-ce) ** p['g'] * ce


@m('s')
def log_for_pt(z, y, p):
    ce = ce_(z, y)
    return (1 + ce) ** p['g'] * ce


@m('s')
def log_base(z, y, p):
    return focal(z, y, p['g']) / math.log(2)


@m('b')
def log_base_b(z, y, p):
    return bce_(z, y) / math.log(10)


@m('s')
def smoothing_in_pt(z, y, p):
    ce = F.cross_entropy(z, y, reduction='none', label_smoothing=p['s'])
    return (1 - torch.exp(-ce)) ** p['g'] * ce


@m('b')
def arguments_swapped(z, y, p):
    return at(y, 1 + p['g'], z) * (1 - torch.exp(-bce_(z, y))) ** p['a'] * bce_(z, y)


@m('s')
def mixed_activations(z, y, p):
    pr = torch.softmax(z, 1)
    t = F.one_hot(y, z.shape[1]).to(z.dtype)
    b = F.binary_cross_entropy_with_logits(z, t, reduction='none')
    return (torch.where(t == 1, 1 - pr, pr) ** p['g'] * b).sum(1)


@m('s', give='w')
def weight_twice(z, y, p):
    w = T(p['w'], z)
    return w[y] * ce_(z, y, w)


@m('s')
def label_offset(z, y, p):
    return ce_(z, (y + 1) % z.shape[1])


@m('s')
def low_precision(z, y, p):
    return ce_(z.to(P([torch.float16, torch.bfloat16])).to(z.dtype), y)


@m('s')
def poly_exponent(z, y, p):
    ce = ce_(z, y)
    return (1 - torch.exp(-ce)) ** p['g'] * (ce + p['e'])


@m('s')
def poly_sign(z, y, p):
    ce = ce_(z, y)
    return ce + p['e'] * (torch.exp(-ce) - 1)


@m('s')
def poly_pt(z, y, p):
    ce = ce_(z, y)
    return ce + p['e'] * torch.exp(-ce)


@m('s')
def poly_sigmoid(z, y, p):
    ce = ce_(z, y)
    t = F.one_hot(y, z.shape[1]).to(z.dtype)
    s = torch.sigmoid(z)
    q = torch.where(t == 1, 1 - s, s)
    return (1 - torch.exp(-ce)) ** p['g'] * ce + p['e'] * (q ** (p['g'] + 1)).mean(1)
C = {}


def c(task, **kw):

    def d(f):
        C[f.__name__] = (task, f, kw)
        return f
    return d


@c('s')
def ce(z, y, p):
    return ce_(z, y)


@c('s')
def ce_weight(z, y, p):
    return ce_(z, y, T(p['w'], z))


@c('s')
def ce_balanced(z, y, p):
    n = torch.bincount(y, minlength=z.shape[1]).to(torch.float64)
    w = len(y) / (z.shape[1] * n)
    return ce_(z, y, w.to(z.dtype))


@c('s')
def ce_smooth(z, y, p):
    return F.cross_entropy(z, y, reduction='none', label_smoothing=p['s'])


@c('s')
def ce_smooth_weight(z, y, p):
    return F.cross_entropy(z, y, weight=T(p['w'], z), reduction='none', label_smoothing=p['s'])


@c('b')
def bce(z, y, p):
    return bce_(z, y)


@c('b')
def bce_pos(z, y, p):
    return bce_(z, y, pos_weight=torch.tensor(1 + p['e'], dtype=z.dtype))


@c('b')
def bce_two(z, y, p):
    return bce_(z, y) * torch.where(y == 1, p['w'][1], p['w'][0]).to(z.dtype)


@c('s')
def foc(z, y, p):
    return focal(z, y, p['g'])


@c('s')
def foc_alpha(z, y, p):
    return T(p['w'], z)[y] * focal(z, y, p['g'])


@c('b')
def sfl_a(z, y, p):
    return sfl(z, y, P([p['a'], 1 - p['a'], 0.5]), p['g'])


@c('b')
def sfl_n(z, y, p):
    return sfl(z, y, None, p['g'])


@c('s')
def poly(z, y, p):
    c = ce_(z, y)
    return c + p['e'] * (1 - torch.exp(-c))


@c('s')
def poly_neg(z, y, p):
    c = ce_(z, y)
    return c - min(0.9, p['e']) * (1 - torch.exp(-c))


@c('s')
def polyw(z, y, p):
    c = ce_(z, y)
    return T(p['w'], z)[y] * c + p['e'] * (1 - torch.exp(-c))


@c('b')
def poly_focal(z, y, p):
    c = bce_(z, y)
    q = 1 - torch.exp(-c)
    return at(y, p['a'], z) * (q ** p['g'] * c + p['e'] * q ** (p['g'] + 1))


@c('s')
def poly_focal_s(z, y, p):
    c = ce_(z, y)
    q = 1 - torch.exp(-c)
    return q ** p['g'] * c + p['e'] * q ** (p['g'] + 1)


@c('m')
def ml_bce(z, y, p):
    return bce_(z, y)


@c('m')
def ml_focal(z, y, p):
    return sfl(z, y, p['a'], p['g'])


@c('m')
def ml_asl0(z, y, p):
    pr = torch.sigmoid(z)
    return torch.where(y == 1, (1 - pr) ** 1, pr ** P([2, 3, 4])) * bce_(z, y)


@c('m')
def ml_asl(z, y, p):
    pr = torch.sigmoid(z)
    t = y.to(z.dtype)
    xn = (1 - pr + P([0.05, 0.1, 0.02])).clamp(max=1)
    lo = t * torch.log(pr.clamp(min=1e-08)) + (1 - t) * torch.log(xn.clamp(min=1e-08))
    pt = pr * t + xn * (1 - t)
    g = P([0, 1]) * t + P([2, 4]) * (1 - t)
    return -lo * (1 - pt) ** g


@c('b')
def varifocal(z, y, p):
    pr = torch.sigmoid(z)
    return torch.where(y == 1, torch.ones_like(z), p['a'] * pr ** 2) * bce_(z, y)


@c('s')
def gce(z, y, p):
    pt = torch.softmax(z, 1).gather(1, y[:, None])[:, 0]
    q = P([0.7, 0.5, p['s'] + 0.1])
    return (1 - pt ** q) / q


@c('b')
def clip7(z, y, p):
    pr = torch.sigmoid(z).clamp(1e-07, 1 - 1e-07)
    t = y.to(z.dtype)
    return -(t * torch.log(pr) + (1 - t) * torch.log(1 - pr))


@c('b')
def bce_smooth(z, y, p):
    return F.binary_cross_entropy_with_logits(z, y.to(z.dtype) * (1 - p['s']) + p['s'] / 2, reduction='none')


@c('b')
def eps_log(z, y, p):
    e = P([0.01, 0.001, 0.0001, 1e-06])
    pr = torch.sigmoid(z)
    t = y.to(z.dtype)
    pt = pr * t + (1 - pr) * (1 - t)
    return -(1 - pt) ** p['g'] * torch.log(pt + e)


def draw(reg, n_total, kind, dtypes):
    names = list(reg)
    for i in range(n_total):
        name = names[i % len(names)]
        task, fn, kw = reg[name]
        p = params()
        K = int(rng.integers(3, 7))
        n = int(P([64, 120, 400]))
        dt = P(dtypes)
        big = P([1.0, 1.0, 3.0])
        if task == 's':
            z, y = softdata(n, K, torch.float64, 1.5 * big)
        elif task == 'b':
            z, y = bindata(n, torch.float64, 2 * big)
            K = 2
        else:
            zz, yy = bindata(n * K, torch.float64, 2 * big)
            z, y = (zz.view(n, K), yy.view(n, K))
        p['w'] = W(K)
        z = z.to(dt)
        lw = 1.0
        if kind == 'ok' and rng.random() < 0.4:
            lw = P([0.7, 0.5, 2.0, 0.1, U(0.05, 3)])
        try:
            v = fn(z, y, p) * lw
        except RuntimeError:
            v = fn(z.float(), y, p) * lw
            v = v.to(dt)
        if not torch.isfinite(v).all():
            continue
        print(json.dumps(dict(kind=kind, id=name, task=task, dtype=str(dt)[6:], K=K, z=z.double().flatten().tolist(), y=y.flatten().tolist(), v=v.double().flatten().tolist(), lw=lw, p={k: x.tolist() if hasattr(x, 'tolist') else x for k, x in p.items()}, give=p['w'].tolist() if kw.get('give') else None)))
draw(M, mistakes, 'bug', [torch.float64, torch.float32])
draw(C, right, 'ok', [torch.float64, torch.float32, torch.float32, torch.float16, torch.bfloat16])
