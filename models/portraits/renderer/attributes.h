// A person as a line of attributes.csv: what labelled directions are learned from.
#pragma once

#include <string>

#include "models/portraits/renderer/person.h"

namespace portraits {

/// The columns' names. No line ends with a line feed.
std::string attribute_header();

/// Attributes that exclude each other (hair length of the bald, beards of women) are still written.
std::string attribute_line(const std::string& file, const Person& person);

/// Changes a number of a person by its column's name, in its unit, or the weight of a morph target by the
/// target's name. Returns false if there is no such column and `is_target` is false.
bool set_attribute(Person& person, const std::string& name, float value, bool is_target);

}  // namespace portraits
