#ifndef NMS_NETWORKS_H
#define NMS_NETWORKS_H

#include <stddef.h>
#include <stdint.h>

#endif
