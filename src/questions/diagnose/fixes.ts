/** The lines that put mistakes right, in three frameworks: Python to paste, with what is left to choose in comments. */

type Fix = Readonly<Record<'pytorch' | 'tensorflow' | 'jax', string>>

export const FOCAL: Fix = {
  pytorch: `ce = F.cross_entropy(logits, y, reduction="none")
loss = ((1 - torch.exp(-ce)) ** gamma * ce).mean()`,
  tensorflow: `ce = tf.keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)
loss = tf.reduce_mean((1 - tf.exp(-ce)) ** gamma * ce)`,
  jax: `ce = optax.softmax_cross_entropy_with_integer_labels(logits, y)
loss = jnp.mean((1 - jnp.exp(-ce)) ** gamma * ce)`,
}

export const BALANCE: Fix = {
  pytorch: `ce = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
alpha_t = alpha * y + (1 - alpha) * (1 - y)
loss = (alpha_t * (1 - torch.exp(-ce)) ** gamma * ce).mean()`,
  tensorflow: `focal = tf.keras.losses.BinaryFocalCrossentropy(
    apply_class_balancing=True, alpha=alpha, gamma=gamma, from_logits=True
)
loss = focal(y, logits)`,
  jax: 'loss = optax.sigmoid_focal_loss(logits, y, alpha=alpha, gamma=gamma).mean()',
}

export const LOGITS: Fix = {
  pytorch: `loss = F.cross_entropy(logits, y)  # no softmax before it
# or: loss = F.binary_cross_entropy_with_logits(logits, y)  # no sigmoid before it`,
  tensorflow: `loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)  # no activation in the last layer
# or, with the activation there: from_logits=False`,
  jax: `loss = optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()
# or: loss = optax.sigmoid_binary_cross_entropy(logits, y).mean()`,
}

export const POLY: Fix = {
  pytorch: `ce = F.cross_entropy(logits, y, reduction="none")
pt = torch.exp(-ce)
loss = (ce + epsilon * (1 - pt)).mean()
# of focal loss: loss = ((1 - pt) ** gamma * ce + epsilon * (1 - pt) ** (gamma + 1)).mean()`,
  tensorflow: `ce = tf.keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)
pt = tf.exp(-ce)
loss = tf.reduce_mean(ce + epsilon * (1 - pt))
# of focal loss: loss = tf.reduce_mean((1 - pt) ** gamma * ce + epsilon * (1 - pt) ** (gamma + 1))`,
  jax: `ce = optax.softmax_cross_entropy_with_integer_labels(logits, y)
pt = jnp.exp(-ce)
loss = jnp.mean(ce + epsilon * (1 - pt))
# of focal loss: loss = jnp.mean((1 - pt) ** gamma * ce + epsilon * (1 - pt) ** (gamma + 1))`,
}

export const MEAN: Fix = {
  pytorch: `total += loss_per_sample.sum().item()
count += len(y)
mean = total / count  # after the last batch`,
  tensorflow: `metric = tf.keras.metrics.Mean()  # before the first batch
metric.update_state(loss_per_sample)
mean = metric.result()  # after the last batch`,
  jax: `total = total + loss_per_sample.sum()
count = count + y.shape[0]
mean = total / count  # after the last batch`,
}

export const UNWEIGHTED: Fix = {
  pytorch: `ce = F.cross_entropy(logits, y, reduction="none")
loss = w[y] * (1 - torch.exp(-ce)) ** gamma * ce`,
  tensorflow: `ce = tf.keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)
loss = tf.gather(w, y) * (1 - tf.exp(-ce)) ** gamma * ce`,
  jax: `ce = optax.softmax_cross_entropy_with_integer_labels(logits, y)
loss = w[y] * (1 - jnp.exp(-ce)) ** gamma * ce`,
}

export const LABELS: Fix = {
  pytorch: 'loss = F.cross_entropy(logits, y)  # y from 0 to C - 1',
  tensorflow: `loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
loss = loss_fn(y, logits)  # y from 0 to C - 1`,
  jax: 'loss = optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()  # y from 0 to C - 1',
}

export const FLOAT: Fix = {
  pytorch: 'loss = F.cross_entropy(logits.float(), y)',
  tensorflow: 'loss = loss_fn(y, tf.cast(logits, tf.float32))',
  jax: 'loss = optax.softmax_cross_entropy_with_integer_labels(logits.astype(jnp.float32), y).mean()',
}
