// A pickle as inert data. Nothing named in it is looked up or executed: a call in the stream is recorded as
// an object with the callable's name and its arguments, and the caller interprets the few that it knows.
// Protocols 0 to 5, without out-of-band buffers. Opcodes: Python's Lib/pickletools.py.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace progan {

class Pickle {
  public:
    using Id = std::uint32_t;  ///< a value; the same value may occur in many places, even inside itself
    static constexpr Id kNone = 0;

    enum class Kind : std::uint8_t {
        none,
        boolean,
        integer,
        real,
        text,  ///< UTF-8, or a Python 2 str
        bytes,
        list,  ///< also sets
        tuple,
        dict,        ///< children: key, value, key, value, ...
        global,      ///< text: "module name"
        object,      ///< of a call: children: callable, arguments, then list items, then dict items
        persistent,  ///< child: the persistent id
    };

    /// Reads one pickle from the start of `bytes`, which must outlive the result. Throws Error with `name`
    /// (the file) if it is truncated, has an unknown opcode, or more than kMaxValues values.
    Pickle(std::span<const std::byte> bytes, std::string_view name);

    static constexpr std::size_t kMaxValues = 500'000;
    static constexpr std::size_t kMaxChildren = 4'000'000;

    std::size_t size_in_bytes() const { return consumed_; }
    Id root() const { return root_; }
    /// Ids are 0 to count() - 1; not every value is reachable from the root.
    Id count() const { return static_cast<Id>(values_.size()); }

    Kind kind(Id id) const { return values_[id].kind; }
    bool is(Id id, Kind kind) const { return values_[id].kind == kind; }
    /// For booleans, integers (truncated to 64 bits) and reals.
    std::optional<double> number(Id id) const;
    std::optional<std::int64_t> integer(Id id) const;
    /// For texts, bytes and globals; empty for other kinds.
    std::string_view text(Id id) const;
    std::span<const Id> children(Id id) const;

    /// The value for a text key in a dict, or in an object's state; kNone if there is none.
    Id find(Id dict, std::string_view key) const;

    /// For an object: "module name" of its callable or class; empty for others.
    std::string_view callable(Id object) const;
    /// For an object: its call's arguments as a tuple, or kNone.
    Id arguments(Id object) const;
    /// For an object: the state that BUILD set (usually a dict), or kNone.
    Id state(Id object) const;
    /// For an object: key, value, ... that SETITEMS added (OrderedDict); for a dict: its children.
    std::span<const Id> items(Id id) const;

  private:
    struct Value {
        Kind kind = Kind::none;
        std::int64_t integer = 0;
        double real = 0;
        std::string_view text;
        std::vector<Id> children;
        Id callable = kNone, arguments = kNone, state = kNone;  // of objects
    };
    class Machine;

    std::deque<Value> values_;
    std::deque<std::string> owned_texts_;
    Id root_ = kNone;
    std::size_t consumed_ = 0;
};

}  // namespace progan
