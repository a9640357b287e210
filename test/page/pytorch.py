# ce, binary
def ce(logits, labels):
    """ce: CE = −αt ln pt"""
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    loss = ce
    return loss.mean()


# ce:alpha=0.25, binary
def ce(logits, labels):
    """ce α=0.25: CE = −αt ln pt"""
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    balance = logits.new_tensor([1 - 0.25, 0.25])[labels.long()]
    loss = balance * ce
    return loss.mean()


# ce:temperature=1.5, binary
def ce(logits, labels):
    """ce T=1.5: CE = −αt ln pt"""
    logits = logits / 1.5
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    loss = ce
    return loss.mean()


# ce:prior=0.01, binary
def ce(logits, labels):
    """ce π=0.01: CE = −αt ln pt"""
    logits = logits + (-4.59511985013459)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    loss = ce
    return loss.mean()


# focal, binary
def focal(logits, labels):
    """focal γ=2: FL = αt (1 − pt)^γ · CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = error ** 2 * ce
    return loss.mean()


# focal:alpha=0.25, binary
def focal(logits, labels):
    """focal α=0.25 γ=2: FL = αt (1 − pt)^γ · CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    balance = logits.new_tensor([1 - 0.25, 0.25])[labels.long()]
    loss = balance * error ** 2 * ce
    return loss.mean()


# focal:gamma=0.5, binary
def focal(logits, labels):
    """focal γ=0.5: FL = αt (1 − pt)^γ · CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = error ** 0.5 * ce
    return loss.mean()


# focal:temperature=0.8,prior=0.9,logit-adjust=2, binary
def focal(logits, labels):
    """focal γ=2 T=0.8 τ=2 π=0.9: FL = αt (1 − pt)^γ · CE"""
    logits = logits / 0.8 + 4.394449154672439
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = error ** 2 * ce
    return loss.mean()


# poly1, binary
def poly1(logits, labels):
    """poly1 ε=1: Poly-1 = αt (CE + ε (1 − pt))"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = ce + 1 * error
    return loss.mean()


# poly1:alpha=0.25, binary
def poly1(logits, labels):
    """poly1 α=0.25 ε=1: Poly-1 = αt (CE + ε (1 − pt))"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    balance = logits.new_tensor([1 - 0.25, 0.25])[labels.long()]
    loss = balance * (ce + 1 * error)
    return loss.mean()


# poly1-focal, binary
def poly1_focal(logits, labels):
    """poly1-focal γ=2 ε=1: Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = error ** 2 * (ce + 1 * error)
    return loss.mean()


# poly1-focal:alpha=0.25, binary
def poly1_focal(logits, labels):
    """poly1-focal α=0.25 γ=2 ε=1: Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    balance = logits.new_tensor([1 - 0.25, 0.25])[labels.long()]
    loss = balance * error ** 2 * (ce + 1 * error)
    return loss.mean()


# poly1-focal:gamma=0.5, binary
def poly1_focal(logits, labels):
    """poly1-focal γ=0.5 ε=1: Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = error ** 0.5 * (ce + 1 * error)
    return loss.mean()


# poly1-focal:alpha=0.25,epsilon=-1,poly-alpha=off, binary
def poly1_focal(logits, labels):
    """poly1-focal α=0.25 γ=2 ε=-1 poly-α=off: Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    balance = logits.new_tensor([1 - 0.25, 0.25])[labels.long()]
    loss = error ** 2 * (balance * ce + (-1) * error)
    return loss.mean()


# poly-n, binary
def poly_n(logits, labels):
    """poly-n ε=[1]: Poly-N = αt (CE + Σj εj (1 − pt)^j)"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = ce + 1 * error
    return loss.mean()


# poly-n:alpha=0.25, binary
def poly_n(logits, labels):
    """poly-n α=0.25 ε=[1]: Poly-N = αt (CE + Σj εj (1 − pt)^j)"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    balance = logits.new_tensor([1 - 0.25, 0.25])[labels.long()]
    loss = balance * (ce + 1 * error)
    return loss.mean()


# focal-star, binary
def focal_star(logits, labels):
    """focal-star γ=2 β=1: FL* = −αt ln σ(γ s + β) / γ,  s = logit(pt)"""
    margin = torch.where(labels == 1, logits, -logits)
    loss = -F.logsigmoid(2 * margin + 1) / 2
    return loss.mean()


# focal-star:alpha=0.25, binary
def focal_star(logits, labels):
    """focal-star α=0.25 γ=2 β=1: FL* = −αt ln σ(γ s + β) / γ,  s = logit(pt)"""
    margin = torch.where(labels == 1, logits, -logits)
    balance = logits.new_tensor([1 - 0.25, 0.25])[labels.long()]
    loss = -balance * F.logsigmoid(2 * margin + 1) / 2
    return loss.mean()


# article-ce, binary
def article_ce(logits, labels):
    """article-ce: −(label ln pred + (1 − label) ln(1 − pred))"""
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    loss = ce
    return loss.mean()


# article-focal, binary
def article_focal(logits, labels):
    """article-focal γ=0: (1 − p)^γ m,  m = mean CE,  p = e^(−m)"""
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    logp = ce.mean()
    rest = -torch.expm1(-logp)  # 1 - p
    loss = rest ** 0 * logp
    return loss


# article-focal:gamma=0.5, binary
def article_focal(logits, labels):
    """article-focal γ=0.5: (1 − p)^γ m,  m = mean CE,  p = e^(−m)"""
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    logp = ce.mean()
    rest = -torch.expm1(-logp)  # 1 - p
    rest = rest.clamp_min(torch.finfo(rest.dtype).tiny)  # a root has no gradient at 0
    loss = rest ** 0.5 * logp
    return loss


# gce, binary
def gce(logits, labels):
    """gce q=0.7: GCE = (1 − pt^q) / q"""
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    loss = -torch.expm1(-0.7 * ce) / 0.7
    return loss.mean()


# gce:q=0, binary
def gce(logits, labels):
    """gce q=0: GCE = (1 − pt^q) / q"""
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    loss = ce
    return loss.mean()


# brier, binary
def brier(logits, labels):
    """brier: Brier = (1 − pt)²"""
    margin = torch.where(labels == 1, logits, -logits)
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = error ** 2
    return loss.mean()


# mae, binary
def mae(logits, labels):
    """mae: MAE = 1 − pt"""
    margin = torch.where(labels == 1, logits, -logits)
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = error
    return loss.mean()


# asl, binary
def asl(logits, labels):
    """asl γ₊=1 γ₋=4 m=0.05: y=1: (1 − pt)^γ₊ CE;  y=0: −pm^γ₋ ln(1 − pm)"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    kept = (error - 0.05).clamp_min(0)
    loss = torch.where(labels == 1, error ** 1 * ce, -(kept ** 4) * torch.log1p(-kept))
    return loss.mean()


# asl:gamma-plus=0.5,gamma-minus=2,clip=0, binary
def asl(logits, labels):
    """asl γ₊=0.5 γ₋=2 m=0: y=1: (1 − pt)^γ₊ CE;  y=0: −pm^γ₋ ln(1 − pm)"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = torch.where(labels == 1, error ** 0.5, error ** 2) * ce
    return loss.mean()


# asl:gamma-plus=0,gamma-minus=0,clip=0.2, binary
def asl(logits, labels):
    """asl γ₊=0 γ₋=0 m=0.2: y=1: (1 − pt)^γ₊ CE;  y=0: −pm^γ₋ ln(1 − pm)"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    kept = (error - 0.2).clamp_min(0)
    loss = torch.where(labels == 1, error ** 0 * ce, -(kept ** 0) * torch.log1p(-kept))
    return loss.mean()


# varifocal, binary
def varifocal(logits, labels):
    """varifocal α₋=0.75 γ=2: y=1: CE;  y=0: α₋ (1 − pt)^γ CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = torch.where(labels == 1, ce, 0.75 * error ** 2 * ce)
    return loss.mean()


# varifocal:gamma=0.5, binary
def varifocal(logits, labels):
    """varifocal α₋=0.75 γ=0.5: y=1: CE;  y=0: α₋ (1 − pt)^γ CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = torch.where(labels == 1, ce, 0.75 * error ** 0.5 * ce)
    return loss.mean()


# asym-focal, binary
def asym_focal(logits, labels):
    """asym-focal δ=0.7 γ=2: y=1: δ CE;  y=0: (1 − δ) (1 − pt)^γ CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = torch.where(labels == 1, 0.7 * ce, (1 - 0.7) * error ** 2 * ce)
    return loss.mean()


# asym-focal:gamma=0.5, binary
def asym_focal(logits, labels):
    """asym-focal δ=0.7 γ=0.5: y=1: δ CE;  y=0: (1 − δ) (1 − pt)^γ CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = torch.where(labels == 1, 0.7 * ce, (1 - 0.7) * error ** 0.5 * ce)
    return loss.mean()


# sce, binary
def sce(logits, labels):
    """sce α=0.1 β=1 A=-4: SCE = α CE + β |A| (1 − pt)"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = 0.1 * ce + 1 * 4 * error
    return loss.mean()


# hinge, binary
def hinge(logits, labels):
    """hinge m=1: hinge = max(m − s, 0)"""
    margin = torch.where(labels == 1, logits, -logits)
    loss = (1 - margin).clamp_min(0)
    return loss.mean()


# squared-hinge, binary
def squared_hinge(logits, labels):
    """squared-hinge m=1: squared hinge = max(m − s, 0)²"""
    margin = torch.where(labels == 1, logits, -logits)
    loss = (1 - margin).clamp_min(0) ** 2
    return loss.mean()


# modified-huber, binary
def modified_huber(logits, labels):
    """modified-huber: max(1 − s, 0)²,  −4s where s < −1"""
    margin = torch.where(labels == 1, logits, -logits)
    loss = torch.where(margin < -1, -4 * margin, (1 - margin).clamp_min(0) ** 2)
    return loss.mean()


# reduced-focal, binary
def reduced_focal(logits, labels):
    """reduced-focal θ=0.5 γ=2: αt CE where pt < θ, else αt ((1 − pt) / θ)^γ CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    turned = torch.where(error > 1 - 0.5, 1, (error / 0.5) ** 2)
    loss = turned * ce
    return loss.mean()


# reduced-focal:alpha=0.25, binary
def reduced_focal(logits, labels):
    """reduced-focal α=0.25 θ=0.5 γ=2: αt CE where pt < θ, else αt ((1 − pt) / θ)^γ CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    balance = logits.new_tensor([1 - 0.25, 0.25])[labels.long()]
    turned = torch.where(error > 1 - 0.5, 1, (error / 0.5) ** 2)
    loss = balance * turned * ce
    return loss.mean()


# reduced-focal:gamma=0.5, binary
def reduced_focal(logits, labels):
    """reduced-focal θ=0.5 γ=0.5: αt CE where pt < θ, else αt ((1 − pt) / θ)^γ CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    turned = torch.where(error > 1 - 0.5, 1, (error / 0.5) ** 0.5)
    loss = turned * ce
    return loss.mean()


# reduced-focal:threshold=0.3,continuous=on, binary
def reduced_focal(logits, labels):
    """reduced-focal θ=0.3 γ=2 continuous=on: αt CE where pt < θ, else αt ((1 − pt) / θ)^γ CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    turned = torch.where(error > 1 - 0.3, 1, (error / 0.7) ** 2)
    loss = turned * ce
    return loss.mean()


# flsd, binary
def flsd(logits, labels):
    """flsd γ=3: (1 − pt)^γ CE,  γ 5 below pt 0.2, 3 below 0.5"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    turned = torch.where(error > 0.5, error ** 3, error ** 3)
    loss = torch.where(error > 0.8, error ** 5, turned) * ce
    return loss.mean()


# flsd:gamma=0.5, binary
def flsd(logits, labels):
    """flsd γ=0.5: (1 − pt)^γ CE,  γ 5 below pt 0.2, 3 below 0.5"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    turned = torch.where(error > 0.5, error ** 3, error ** 0.5)
    loss = torch.where(error > 0.8, error ** 5, turned) * ce
    return loss.mean()


# hill, binary
def hill(logits, labels):
    """hill λ=1.5 m=1 γ=2: y=1: focal of s − m;  y=0: (λ − 1 + pt)(1 − pt)²"""
    margin = torch.where(labels == 1, logits, -logits)
    missed = torch.sigmoid(1 - margin)
    hit = -(missed ** 2) * F.logsigmoid(margin - 1)
    hill = (1.5 - 1 + torch.sigmoid(margin)) * torch.sigmoid(-margin) ** 2
    loss = torch.where(labels == 1, hit, hill)
    return loss.mean()


# hill:gamma=0.5, binary
def hill(logits, labels):
    """hill λ=1.5 m=1 γ=0.5: y=1: focal of s − m;  y=0: (λ − 1 + pt)(1 − pt)²"""
    margin = torch.where(labels == 1, logits, -logits)
    missed = torch.sigmoid(1 - margin)
    missed = missed.clamp_min(torch.finfo(missed.dtype).tiny)  # a root has no gradient at 0
    hit = -(missed ** 0.5) * F.logsigmoid(margin - 1)
    hill = (1.5 - 1 + torch.sigmoid(margin)) * torch.sigmoid(-margin) ** 2
    loss = torch.where(labels == 1, hit, hill)
    return loss.mean()


# phuber, binary
def phuber(logits, labels):
    """phuber τ=10: CE where pt > 1/τ, else ln τ + 1 − τ pt"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    pt = 1 - error
    loss = torch.where(pt > 1 / 10, ce, 2.302585092994046 + 1 - 10 * pt)
    return loss.mean()


# taylor, binary
def taylor(logits, labels):
    """taylor t=2: Taylor = Σj≤t (1 − pt)^j / j"""
    margin = torch.where(labels == 1, logits, -logits)
    error = torch.sigmoid(-margin)  # 1 - pt
    loss = sum(error ** j / j for j in range(1, 3))
    return loss.mean()


# label-smooth, binary
def label_smooth(logits, labels):
    """label-smooth ls=0.1: (1 − k) CE − k ln(1 − pt),  k = smoothing / 2"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    loss = (1 - 0.1 / 2) * ce - 0.1 / 2 * F.logsigmoid(-margin)
    return loss.mean()


# ce, softmax
def ce(logits, labels):
    """ce: CE = −αt ln pt"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    loss = ce
    return loss.mean()


# ce:alpha=1,0.5,2, softmax
def ce(logits, labels):
    """ce α=[1,0.5,2]: CE = −αt ln pt"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    balance = logits.new_tensor([1, 0.5, 2])[labels]
    loss = balance * ce
    return loss.mean()


# focal, softmax
def focal(logits, labels):
    """focal γ=2: FL = αt (1 − pt)^γ · CE"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    loss = error ** 2 * ce
    return loss.mean()


# focal:alpha=1,0.5,2, softmax
def focal(logits, labels):
    """focal α=[1,0.5,2] γ=2: FL = αt (1 − pt)^γ · CE"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    balance = logits.new_tensor([1, 0.5, 2])[labels]
    loss = balance * error ** 2 * ce
    return loss.mean()


# focal:gamma=0.5, softmax
def focal(logits, labels):
    """focal γ=0.5: FL = αt (1 − pt)^γ · CE"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = error ** 0.5 * ce
    return loss.mean()


# focal:gamma=2,0.5,0, softmax
def focal(logits, labels):
    """focal γ=[2,0.5,0]: FL = αt (1 − pt)^γ · CE"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    gamma = logits.new_tensor([2, 0.5, 0])[labels]
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = error ** gamma * ce
    return loss.mean()


# poly1, softmax
def poly1(logits, labels):
    """poly1 ε=1: Poly-1 = αt (CE + ε (1 − pt))"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    loss = ce + 1 * error
    return loss.mean()


# poly1:alpha=1,0.5,2, softmax
def poly1(logits, labels):
    """poly1 α=[1,0.5,2] ε=1: Poly-1 = αt (CE + ε (1 − pt))"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    balance = logits.new_tensor([1, 0.5, 2])[labels]
    loss = balance * (ce + 1 * error)
    return loss.mean()


# poly1-focal, softmax
def poly1_focal(logits, labels):
    """poly1-focal γ=2 ε=1: Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    loss = error ** 2 * (ce + 1 * error)
    return loss.mean()


# poly1-focal:alpha=1,0.5,2, softmax
def poly1_focal(logits, labels):
    """poly1-focal α=[1,0.5,2] γ=2 ε=1: Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    balance = logits.new_tensor([1, 0.5, 2])[labels]
    loss = balance * error ** 2 * (ce + 1 * error)
    return loss.mean()


# poly1-focal:gamma=0.5, softmax
def poly1_focal(logits, labels):
    """poly1-focal γ=0.5 ε=1: Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = error ** 0.5 * (ce + 1 * error)
    return loss.mean()


# poly1-focal:alpha=1,0.5,2,gamma=0.5,1,2, softmax
def poly1_focal(logits, labels):
    """poly1-focal α=[1,0.5,2] γ=[0.5,1,2] ε=1: Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    balance = logits.new_tensor([1, 0.5, 2])[labels]
    gamma = logits.new_tensor([0.5, 1, 2])[labels]
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = balance * error ** gamma * (ce + 1 * error)
    return loss.mean()


# poly1-focal:alpha=1,0.5,2,epsilon=-1,poly-alpha=off, softmax
def poly1_focal(logits, labels):
    """poly1-focal α=[1,0.5,2] γ=2 ε=-1 poly-α=off: Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    balance = logits.new_tensor([1, 0.5, 2])[labels]
    loss = error ** 2 * (balance * ce + (-1) * error)
    return loss.mean()


# poly-n, softmax
def poly_n(logits, labels):
    """poly-n ε=[1]: Poly-N = αt (CE + Σj εj (1 − pt)^j)"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    loss = ce + 1 * error
    return loss.mean()


# poly-n:alpha=1,0.5,2, softmax
def poly_n(logits, labels):
    """poly-n α=[1,0.5,2] ε=[1]: Poly-N = αt (CE + Σj εj (1 − pt)^j)"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    balance = logits.new_tensor([1, 0.5, 2])[labels]
    loss = balance * (ce + 1 * error)
    return loss.mean()


# focal-star, softmax
def focal_star(logits, labels):
    """focal-star γ=2 β=1: FL* = −αt ln σ(γ s + β) / γ,  s = logit(pt)"""
    others = logits.scatter(1, labels[:, None], float("-inf")).logsumexp(1)
    margin = logits.gather(1, labels[:, None]).squeeze(1) - others
    loss = -F.logsigmoid(2 * margin + 1) / 2
    return loss.mean()


# focal-star:alpha=1,0.5,2, softmax
def focal_star(logits, labels):
    """focal-star α=[1,0.5,2] γ=2 β=1: FL* = −αt ln σ(γ s + β) / γ,  s = logit(pt)"""
    others = logits.scatter(1, labels[:, None], float("-inf")).logsumexp(1)
    margin = logits.gather(1, labels[:, None]).squeeze(1) - others
    balance = logits.new_tensor([1, 0.5, 2])[labels]
    loss = -balance * F.logsigmoid(2 * margin + 1) / 2
    return loss.mean()


# article-focal, softmax
def article_focal(logits, labels):
    """article-focal γ=0: (1 − p)^γ m,  m = mean CE,  p = e^(−m)"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    logp = ce.mean()
    rest = -torch.expm1(-logp)  # 1 - p
    loss = rest ** 0 * logp
    return loss


# article-focal:gamma=0.5, softmax
def article_focal(logits, labels):
    """article-focal γ=0.5: (1 − p)^γ m,  m = mean CE,  p = e^(−m)"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    logp = ce.mean()
    rest = -torch.expm1(-logp)  # 1 - p
    rest = rest.clamp_min(torch.finfo(rest.dtype).tiny)  # a root has no gradient at 0
    loss = rest ** 0.5 * logp
    return loss


# gce, softmax
def gce(logits, labels):
    """gce q=0.7: GCE = (1 − pt^q) / q"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    loss = -torch.expm1(-0.7 * ce) / 0.7
    return loss.mean()


# gce:q=0, softmax
def gce(logits, labels):
    """gce q=0: GCE = (1 − pt^q) / q"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    loss = ce
    return loss.mean()


# mae, softmax
def mae(logits, labels):
    """mae: MAE = 1 − pt"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    loss = error
    return loss.mean()


# sce, softmax
def sce(logits, labels):
    """sce α=0.1 β=1 A=-4: SCE = α CE + β |A| (1 − pt)"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    loss = 0.1 * ce + 1 * 4 * error
    return loss.mean()


# reduced-focal, softmax
def reduced_focal(logits, labels):
    """reduced-focal θ=0.5 γ=2: αt CE where pt < θ, else αt ((1 − pt) / θ)^γ CE"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    turned = torch.where(error > 1 - 0.5, 1, (error / 0.5) ** 2)
    loss = turned * ce
    return loss.mean()


# reduced-focal:alpha=1,0.5,2, softmax
def reduced_focal(logits, labels):
    """reduced-focal α=[1,0.5,2] θ=0.5 γ=2: αt CE where pt < θ, else αt ((1 − pt) / θ)^γ CE"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    balance = logits.new_tensor([1, 0.5, 2])[labels]
    turned = torch.where(error > 1 - 0.5, 1, (error / 0.5) ** 2)
    loss = balance * turned * ce
    return loss.mean()


# reduced-focal:gamma=0.5, softmax
def reduced_focal(logits, labels):
    """reduced-focal θ=0.5 γ=0.5: αt CE where pt < θ, else αt ((1 − pt) / θ)^γ CE"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    turned = torch.where(error > 1 - 0.5, 1, (error / 0.5) ** 0.5)
    loss = turned * ce
    return loss.mean()


# reduced-focal:threshold=0.3,continuous=on, softmax
def reduced_focal(logits, labels):
    """reduced-focal θ=0.3 γ=2 continuous=on: αt CE where pt < θ, else αt ((1 − pt) / θ)^γ CE"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    turned = torch.where(error > 1 - 0.3, 1, (error / 0.7) ** 2)
    loss = turned * ce
    return loss.mean()


# flsd, softmax
def flsd(logits, labels):
    """flsd γ=3: (1 − pt)^γ CE,  γ 5 below pt 0.2, 3 below 0.5"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    turned = torch.where(error > 0.5, error ** 3, error ** 3)
    loss = torch.where(error > 0.8, error ** 5, turned) * ce
    return loss.mean()


# flsd:gamma=0.5, softmax
def flsd(logits, labels):
    """flsd γ=0.5: (1 − pt)^γ CE,  γ 5 below pt 0.2, 3 below 0.5"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    turned = torch.where(error > 0.5, error ** 3, error ** 0.5)
    loss = torch.where(error > 0.8, error ** 5, turned) * ce
    return loss.mean()


# phuber, softmax
def phuber(logits, labels):
    """phuber τ=10: CE where pt > 1/τ, else ln τ + 1 − τ pt"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    pt = 1 - error
    loss = torch.where(pt > 1 / 10, ce, 2.302585092994046 + 1 - 10 * pt)
    return loss.mean()


# taylor, softmax
def taylor(logits, labels):
    """taylor t=2: Taylor = Σj≤t (1 − pt)^j / j"""
    ce = F.cross_entropy(logits, labels, reduction='none')
    error = -torch.expm1(-ce)  # 1 - pt
    loss = sum(error ** j / j for j in range(1, 3))
    return loss.mean()


# ce:alpha=0.25,0.5,0.9, multilabel
def ce(logits, labels):
    """ce α=[0.25,0.5,0.9]: CE = −αt ln pt"""
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    alpha = logits.new_tensor([0.25, 0.5, 0.9])
    balance = torch.where(labels == 1, alpha, 1 - alpha)
    loss = balance * ce
    return loss.mean()


# focal:gamma=2,0.5,0, multilabel
def focal(logits, labels):
    """focal γ=[2,0.5,0]: FL = αt (1 − pt)^γ · CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    gamma = logits.new_tensor([2, 0.5, 0])
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = error ** gamma * ce
    return loss.mean()


# focal:alpha=0.25,0.5,0.9,gamma=2,0.5,1, multilabel
def focal(logits, labels):
    """focal α=[0.25,0.5,0.9] γ=[2,0.5,1]: FL = αt (1 − pt)^γ · CE"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    alpha = logits.new_tensor([0.25, 0.5, 0.9])
    balance = torch.where(labels == 1, alpha, 1 - alpha)
    gamma = logits.new_tensor([2, 0.5, 1])
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = balance * error ** gamma * ce
    return loss.mean()


# poly1-focal:alpha=0.25,0.5,0.9,gamma=0.5,1,2,poly-alpha=off, multilabel
def poly1_focal(logits, labels):
    """poly1-focal α=[0.25,0.5,0.9] γ=[0.5,1,2] ε=1 poly-α=off: Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    alpha = logits.new_tensor([0.25, 0.5, 0.9])
    balance = torch.where(labels == 1, alpha, 1 - alpha)
    gamma = logits.new_tensor([0.5, 1, 2])
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = error ** gamma * (balance * ce + 1 * error)
    return loss.mean()


# asl:gamma-plus=0,0.5,1,gamma-minus=4,0,2, multilabel
def asl(logits, labels):
    """asl γ₊=[0,0.5,1] γ₋=[4,0,2] m=0.05: y=1: (1 − pt)^γ₊ CE;  y=0: −pm^γ₋ ln(1 − pm)"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    gamma_plus = logits.new_tensor([0, 0.5, 1])
    gamma_minus = logits.new_tensor([4, 0, 2])
    kept = (error - 0.05).clamp_min(0)
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    kept = kept.clamp_min(torch.finfo(kept.dtype).tiny)  # a root has no gradient at 0
    loss = torch.where(labels == 1, error ** gamma_plus * ce, -(kept ** gamma_minus) * torch.log1p(-kept))
    return loss.mean()


# asl:gamma-plus=0,0.5,1,gamma-minus=4,0.5,2,clip=0, multilabel
def asl(logits, labels):
    """asl γ₊=[0,0.5,1] γ₋=[4,0.5,2] m=0: y=1: (1 − pt)^γ₊ CE;  y=0: −pm^γ₋ ln(1 − pm)"""
    margin = torch.where(labels == 1, logits, -logits)
    ce = F.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), reduction='none')
    error = torch.sigmoid(-margin)  # 1 - pt
    gamma_plus = logits.new_tensor([0, 0.5, 1])
    gamma_minus = logits.new_tensor([4, 0.5, 2])
    error = error.clamp_min(torch.finfo(error.dtype).tiny)  # a root has no gradient at 0
    loss = torch.where(labels == 1, error ** gamma_plus, error ** gamma_minus) * ce
    return loss.mean()
