#include "networks.h"
