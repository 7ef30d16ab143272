#ifndef NMS_DESNE_H
#define NMS_DESNE_H

#include <stddef.h>
#include <stdint.h>

#endif
