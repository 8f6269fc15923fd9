// A pickle as inert data. Nothing named in it is looked up or run: what the stream would call is recorded as
// an Object with the callable's name and its arguments, and the caller reads meaning into the few it knows.
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
    using Id = std::uint32_t;  ///< a value; the same value may stand in many places, even inside itself
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
    /// (the file): cut short, an unknown opcode, or more than kMostValues values.
    Pickle(std::span<const std::byte> bytes, std::string_view name);

    static constexpr std::size_t kMostValues = 500'000;
    static constexpr std::size_t kMostChildren = 4'000'000;

    std::size_t size_in_bytes() const { return consumed_; }
    Id root() const { return root_; }
    /// Ids run from 0 to this; not every value hangs below the root.
    Id count() const { return static_cast<Id>(values_.size()); }

    Kind kind(Id id) const { return values_[id].kind; }
    bool is(Id id, Kind kind) const { return values_[id].kind == kind; }
    /// Of booleans, integers (those beyond 64 bits are cut to the lowest) and reals.
    std::optional<double> number(Id id) const;
    std::optional<std::int64_t> integer(Id id) const;
    /// Of texts, and of bytes and globals as they are; empty for other kinds.
    std::string_view text(Id id) const;
    std::span<const Id> children(Id id) const;

    /// A dict's value, or an object's state's value, for a text key; kNone if there is none.
    Id find(Id dict, std::string_view key) const;

    /// Of an object: "module name" of what is called or whose instance it is; empty for others.
    std::string_view callable(Id object) const;
    /// Of an object: its call's arguments as a tuple, or kNone.
    Id arguments(Id object) const;
    /// Of an object: what BUILD gave it (commonly a dict), or kNone.
    Id state(Id object) const;
    /// Of an object: key, value, ... that SETITEMS gave it (OrderedDict); of a dict: its children.
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
