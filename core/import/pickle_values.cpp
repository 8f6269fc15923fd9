// The pickle machine: the values that it makes.
#include "core/import/pickle_machine.h"
#include "core/support/error.h"

namespace progan {

Pickle::Id Pickle::Machine::add(Value value) {
    if (pickle_.values_.size() >= kMaxValues)
        fail(fmt::format("it has more than {} values, far more than any checkpoint,", kMaxValues));
    pickle_.values_.push_back(std::move(value));
    return static_cast<Id>(pickle_.values_.size() - 1);
}

Pickle::Id Pickle::Machine::add(Kind kind) {
    Value value;
    value.kind = kind;
    return add(std::move(value));
}

Pickle::Id Pickle::Machine::add_text(std::string_view text, Kind kind) {
    Value value;
    value.kind = kind;
    value.text = text;
    return add(std::move(value));
}

Pickle::Id Pickle::Machine::add_own_text(std::string text, Kind kind) {
    return add_text(pickle_.owned_texts_.emplace_back(std::move(text)), kind);
}

Pickle::Id Pickle::Machine::add_integer(std::int64_t integer, Kind kind) {
    Value value;
    value.kind = kind;
    value.integer = integer;
    return add(std::move(value));
}

Pickle::Id Pickle::Machine::add_real(double real) {
    Value value;
    value.kind = Kind::real;
    value.real = real;
    return add(std::move(value));
}

Pickle::Id Pickle::Machine::add_list(Kind kind, std::vector<Id> children) {
    count_children(children.size());
    Value value;
    value.kind = kind;
    value.children = std::move(children);
    return add(std::move(value));
}

Pickle::Id Pickle::Machine::add_global(std::string_view module, std::string_view name) {
    return add_own_text(std::string(module) + " " + std::string(name), Kind::global);
}

Pickle::Id Pickle::Machine::add_object(Id callable, Id arguments) {
    Value value;
    value.kind = Kind::object;
    value.callable = callable;
    value.arguments = arguments;
    return add(std::move(value));
}

void Pickle::Machine::count_children(std::size_t more) {
    children_ += more;
    if (children_ > kMaxChildren) fail("it has more items than any checkpoint");
}

void Pickle::Machine::append(Id container, std::span<const Id> more) {
    count_children(more.size());
    Value& value = pickle_.values_[container];
    if (value.kind == Kind::dict && more.size() % 2 != 0) fail("a key has no value");
    value.children.insert(value.children.end(), more.begin(), more.end());
}

void Pickle::Machine::build(Id object, Id state) {
    Value& value = pickle_.values_[object];
    if (value.kind == Kind::object) value.state = state;
}

}  // namespace progan
