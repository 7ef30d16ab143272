#include "desne.h"
