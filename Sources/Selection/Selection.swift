// Exemplar selection and the baselines it is compared with.
