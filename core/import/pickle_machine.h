// The stack machine that a pickle is a program for. It belongs to the constructor of Pickle, whose values it
// makes, and lives as long as that. Every step checks that the stream and the stack have what it takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/import/pickle.h"
#include "core/import/pickle_opcodes.h"

namespace progan {

class Pickle::Machine {
  public:
    /// `pickle` is empty; it and what the others point at must outlive the machine.
    Machine(Pickle& pickle, std::span<const std::byte> bytes, std::string_view name)
        : pickle_(pickle), bytes_(bytes), name_(name) {}

    /// Runs the program to its end. Throws Error as Pickle's constructor does.
    void run();

  private:
    [[noreturn]] void fail(const std::string& what) const;

    // One step: false at the end. Each family of opcodes says whether the opcode is its own, and if so has
    // carried it out.
    bool step(PickleOpcode code);
    bool number_step(PickleOpcode code);     ///< also None and booleans
    bool text_step(PickleOpcode code);       ///< also bytes
    bool container_step(PickleOpcode code);  ///< lists, sets, tuples, dicts
    bool tuple_step(PickleOpcode code);      ///< tuples of one to three
    bool memo_step(PickleOpcode code);       ///< also the stack itself
    bool call_step(PickleOpcode code);       ///< names of what is called, and persistent ids
    bool object_step(PickleOpcode code);     ///< objects: what is called with its arguments

    // The stream.
    std::span<const std::byte> take(std::uint64_t count);
    unsigned char byte() { return static_cast<unsigned char>(take(1)[0]); }
    template <class Unsigned>
    Unsigned little_endian();
    std::string_view view(std::uint64_t count);
    std::string_view line();  ///< without its end
    std::uint64_t index_in(std::string_view text) const;
    std::int64_t integer_in(std::string_view text) const;
    double real_in(std::string_view text) const;

    // Values. Each returns the id of a new one.
    Id add(Value value);
    Id add(Kind kind);
    Id add_text(std::string_view text, Kind kind = Kind::text);
    Id add_own_text(std::string text, Kind kind = Kind::text);  ///< one that does not lie in the stream
    Id add_integer(std::int64_t integer, Kind kind = Kind::integer);
    Id add_real(double real);
    Id add_list(Kind kind, std::vector<Id> children);
    Id add_global(std::string_view module, std::string_view name);
    Id add_object(Id callable, Id arguments);

    void count_children(std::size_t more);
    void append(Id container, std::span<const Id> more);
    void build(Id object, Id state);

    // The stack, and the memo, which remembers values of it.
    void push(Id id);
    Id pop();
    Id top() const;
    std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
    std::vector<Id> pop_mark();
    void remember(std::uint64_t index);
    void recall(std::uint64_t index);

    Pickle& pickle_;
    std::span<const std::byte> bytes_;
    std::string_view name_;
    std::size_t at_ = 0, children_ = 0;
    std::vector<Id> stack_, memo_;
    std::vector<std::size_t> marks_;
};

}  // namespace progan
