/** The lines that put mistakes right, in three frameworks. */

export const FOCAL = {
  pytorch:
    'loss = (1 - torch.exp(-ce)) ** gamma * ce  # ce = F.cross_entropy(logits, y, reduction="none"); then .mean()',
  tensorflow:
    'loss = tf.reduce_mean((1 - tf.exp(-ce)) ** gamma * ce)  # ce = tf.keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)',
  jax: 'loss = jnp.mean((1 - jnp.exp(-ce)) ** gamma * ce)  # ce = optax.softmax_cross_entropy_with_integer_labels(logits, y)',
}

export const ALPHA = {
  pytorch: 'alpha_t = alpha * y + (1 - alpha) * (1 - y); loss = alpha_t * (1 - pt) ** gamma * bce',
  tensorflow:
    'tf.keras.losses.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=alpha, gamma=gamma, from_logits=True)',
  jax: 'optax.sigmoid_focal_loss(logits, y, alpha=alpha, gamma=gamma)',
}

export const LOGITS = {
  pytorch:
    'F.cross_entropy(logits, y), or F.binary_cross_entropy_with_logits(logits, y): no softmax or sigmoid before it',
  tensorflow:
    'no activation in the last layer with from_logits=True, or the activation and from_logits=False',
  jax: 'optax.softmax_cross_entropy_with_integer_labels(logits, y), or optax.sigmoid_binary_cross_entropy(logits, y)',
}

export const POLY = {
  pytorch: 'loss = ce + epsilon * (1 - torch.exp(-ce)); focal: fl + epsilon * (1 - pt) ** (gamma + 1)',
  tensorflow: 'loss = ce + epsilon * (1 - tf.exp(-ce)); focal: fl + epsilon * (1 - pt) ** (gamma + 1)',
  jax: 'optax.poly_loss_cross_entropy(logits, labels, epsilon=epsilon); focal: fl + epsilon * (1 - pt) ** (gamma + 1)',
}

export const MEAN = {
  pytorch: 'total += loss_per_sample.sum().item(); count += len(y); at the end total / count',
  tensorflow: 'metric = tf.keras.metrics.Mean(); metric.update_state(loss_per_sample); metric.result()',
  jax: 'total, count = total + loss_per_sample.sum(), count + y.shape[0]; at the end total / count',
}

export const UNWEIGHTED = {
  pytorch:
    'ce = F.cross_entropy(logits, y, reduction="none"); loss = w[y] * (1 - torch.exp(-ce)) ** gamma * ce',
  tensorflow:
    'ce = tf.keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True); loss = tf.gather(w, y) * (1 - tf.exp(-ce)) ** gamma * ce',
  jax: 'ce = optax.softmax_cross_entropy_with_integer_labels(logits, y); loss = w[y] * (1 - jnp.exp(-ce)) ** gamma * ce',
}
