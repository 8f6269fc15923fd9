#include "core/import/pickle.h"

#include "core/import/pickle_machine.h"

namespace progan {

Pickle::Pickle(std::span<const std::byte> bytes, std::string_view name) {
    Machine(*this, bytes, name).run();
}

std::optional<double> Pickle::number(Id id) const {
    const Value& value = values_[id];
    if (value.kind == Kind::real) return value.real;
    if (value.kind == Kind::integer || value.kind == Kind::boolean) return static_cast<double>(value.integer);
    return std::nullopt;
}

std::optional<std::int64_t> Pickle::integer(Id id) const {
    const Value& value = values_[id];
    if (value.kind == Kind::integer || value.kind == Kind::boolean) return value.integer;
    return std::nullopt;
}

std::string_view Pickle::text(Id id) const {
    return values_[id].text;
}

std::span<const Pickle::Id> Pickle::children(Id id) const {
    return values_[id].children;
}

std::span<const Pickle::Id> Pickle::items(Id id) const {
    const Value& value = values_[id];
    std::span<const Id> all = value.children;
    if (value.kind != Kind::dict && value.kind != Kind::object) return {};
    return all.first(all.size() / 2 * 2);
}

Pickle::Id Pickle::find(Id dict, std::string_view key) const {
    const Value& value = values_[dict];
    if (value.kind == Kind::object && value.state != kNone && value.children.empty()) dict = value.state;
    const std::span<const Id> pairs = items(dict);
    Id found = kNone;  // the last one wins, as in Python
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
        if (is(pairs[i], Kind::text) && text(pairs[i]) == key) found = pairs[i + 1];
    return found;
}

std::string_view Pickle::callable(Id object) const {
    const Value& value = values_[object];
    if (value.kind != Kind::object) return {};
    return is(value.callable, Kind::global) ? text(value.callable) : std::string_view{};
}

Pickle::Id Pickle::arguments(Id object) const {
    return values_[object].arguments;
}

Pickle::Id Pickle::state(Id object) const {
    return values_[object].state;
}

}  // namespace progan
