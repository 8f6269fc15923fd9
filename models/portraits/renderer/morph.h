// From a person to the coarse mesh of that person's head, expression included, before it is turned.
#pragma once

#include "models/portraits/renderer/body.h"
#include "models/portraits/renderer/person.h"

namespace portraits {

Vertices morphed(const Body& body, const Person& person);

}  // namespace portraits
