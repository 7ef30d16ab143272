// Small neural networks and their trainer, for baselines that need one and for `nms evaluate`.
