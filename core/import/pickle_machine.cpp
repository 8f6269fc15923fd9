#include "core/import/pickle_machine.h"

#include <algorithm>
#include <bit>

#include "core/import/python_literals.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::size_t kMaxMemo = Pickle::kMaxValues;
constexpr Pickle::Id kForgotten = ~Pickle::Id{0};

}  // namespace

void Pickle::Machine::run() {
    add({});  // kNone
    while (step(static_cast<PickleOpcode>(byte()))) {
    }
    pickle_.consumed_ = at_;
}

void Pickle::Machine::fail(const std::string& what) const {
    throw Error("{} is not a complete pickle: {} at byte {}.", name_, what, at_);
}

// The steps.

bool Pickle::Machine::step(PickleOpcode code) {
    using enum PickleOpcode;
    switch (code) {
        case PROTO: {
            const unsigned protocol = byte();
            if (protocol > 5) fail(fmt::format("protocol {} is not supported", protocol));
            return true;
        }
        case FRAME:
            take(8);
            return true;
        case STOP:
            pickle_.root_ = pop();
            return false;
        case NEXT_BUFFER:
        case READONLY_BUFFER:
            fail("its data is in another file (out-of-band buffers)");
        default:
            if (!memo_step(code) && !number_step(code) && !text_step(code) && !container_step(code) &&
                !tuple_step(code) && !call_step(code) && !object_step(code))
                fail(fmt::format("opcode {} is unknown", static_cast<unsigned>(code)));
            return true;
    }
}

bool Pickle::Machine::number_step(PickleOpcode code) {
    using enum PickleOpcode;
    switch (code) {
        case NONE:
            push(kNone);
            return true;
        case NEWTRUE:
            push(add_integer(1, Kind::boolean));
            return true;
        case NEWFALSE:
            push(add_integer(0, Kind::boolean));
            return true;
        case INT: {
            const std::string_view text = line();
            if (text == "00" || text == "01") {
                push(add_integer(text == "01", Kind::boolean));
            } else {
                push(add_integer(integer_in(text)));
            }
            return true;
        }
        case LONG:
            push(add_integer(integer_in(line())));
            return true;
        case BININT:
            push(add_integer(static_cast<std::int32_t>(little_endian<std::uint32_t>())));
            return true;
        case BININT1:
            push(add_integer(byte()));
            return true;
        case BININT2:
            push(add_integer(little_endian<std::uint16_t>()));
            return true;
        case LONG1:
            push(add_integer(long_integer_of(take(byte()))));
            return true;
        case LONG4:
            push(add_integer(long_integer_of(take(little_endian<std::uint32_t>()))));
            return true;
        case FLOAT:
            push(add_real(real_in(line())));
            return true;
        case BINFLOAT: {
            std::uint64_t bits = 0;
            for (const std::byte b : take(8)) bits = bits << 8 | static_cast<std::uint64_t>(b);
            push(add_real(std::bit_cast<double>(bits)));
            return true;
        }
        default:
            return false;
    }
}

bool Pickle::Machine::text_step(PickleOpcode code) {
    using enum PickleOpcode;
    switch (code) {
        case STRING:
            push(add_own_text(unquoted(line())));
            return true;
        case BINSTRING:
            push(add_text(view(little_endian<std::uint32_t>())));
            return true;
        case SHORT_BINSTRING:
            push(add_text(view(byte())));
            return true;
        case UNICODE:
            push(add_own_text(from_raw_unicode_escape(line())));
            return true;
        case BINUNICODE:
            push(add_text(view(little_endian<std::uint32_t>())));
            return true;
        case SHORT_BINUNICODE:
            push(add_text(view(byte())));
            return true;
        case BINUNICODE8:
            push(add_text(view(little_endian<std::uint64_t>())));
            return true;
        case BINBYTES:
            push(add_text(view(little_endian<std::uint32_t>()), Kind::bytes));
            return true;
        case SHORT_BINBYTES:
            push(add_text(view(byte()), Kind::bytes));
            return true;
        case BINBYTES8:
        case BYTEARRAY8:
            push(add_text(view(little_endian<std::uint64_t>()), Kind::bytes));
            return true;
        default:
            return false;
    }
}

bool Pickle::Machine::container_step(PickleOpcode code) {
    using enum PickleOpcode;
    switch (code) {
        case EMPTY_LIST:
        case EMPTY_SET:
            push(add(Kind::list));
            return true;
        case EMPTY_TUPLE:
            push(add(Kind::tuple));
            return true;
        case EMPTY_DICT:
            push(add(Kind::dict));
            return true;
        case LIST:
        case FROZENSET:
            push(add_list(Kind::list, pop_mark()));
            return true;
        case TUPLE:
            push(add_list(Kind::tuple, pop_mark()));
            return true;
        case DICT:
            push(add_list(Kind::dict, pop_mark()));
            return true;
        case APPEND: {
            const Id item = pop();
            append(top(), std::span(&item, 1));
            return true;
        }
        case APPENDS:
        case ADDITEMS:
        case SETITEMS: {
            const std::vector<Id> group = pop_mark();
            if (code == SETITEMS && group.size() % 2 != 0) fail("a key has no value");
            append(top(), group);
            return true;
        }
        case SETITEM: {
            const Id value = pop(), key = pop();
            const Id pair[] = {key, value};
            append(top(), pair);
            return true;
        }
        default:
            return false;
    }
}

/// Tuples of items that no mark was put before.
bool Pickle::Machine::tuple_step(PickleOpcode code) {
    using enum PickleOpcode;
    switch (code) {
        case TUPLE1: {
            const Id a = pop();
            push(add_list(Kind::tuple, {a}));
            return true;
        }
        case TUPLE2: {
            const Id b = pop(), a = pop();
            push(add_list(Kind::tuple, {a, b}));
            return true;
        }
        case TUPLE3: {
            const Id c = pop(), b = pop(), a = pop();
            push(add_list(Kind::tuple, {a, b, c}));
            return true;
        }
        default:
            return false;
    }
}

bool Pickle::Machine::memo_step(PickleOpcode code) {
    using enum PickleOpcode;
    switch (code) {
        case MARK:
            if (marks_.size() >= kMaxChildren) fail("it is nested more deeply than any checkpoint");
            marks_.push_back(stack_.size());
            return true;
        case POP:
            if (stack_.size() <= floor() && !marks_.empty()) {
                marks_.pop_back();
            } else {
                pop();
            }
            return true;
        case POP_MARK:
            pop_mark();
            return true;
        case DUP:
            push(top());
            return true;

        case PUT:
            remember(index_in(line()));
            return true;
        case BINPUT:
            remember(byte());
            return true;
        case LONG_BINPUT:
            remember(little_endian<std::uint32_t>());
            return true;
        case MEMOIZE:
            remember(memo_.size());
            return true;
        case GET:
            recall(index_in(line()));
            return true;
        case BINGET:
            recall(byte());
            return true;
        case LONG_BINGET:
            recall(little_endian<std::uint32_t>());
            return true;
        default:
            return false;
    }
}

bool Pickle::Machine::call_step(PickleOpcode code) {
    using enum PickleOpcode;
    switch (code) {
        case GLOBAL: {
            const std::string_view module = line();
            push(add_global(module, line()));
            return true;
        }
        case STACK_GLOBAL: {
            const Id name = pop(), module = pop();
            push(add_global(pickle_.text(module), pickle_.text(name)));
            return true;
        }
        case EXT1:
        case EXT2:
        case EXT4:
            take(code == EXT1 ? 1 : code == EXT2 ? 2 : 4);
            push(add_global("extension", "registry"));
            return true;
        case PERSID: {
            const Id id = add_text(line());
            push(add_list(Kind::persistent, {id}));
            return true;
        }
        case BINPERSID: {
            const Id id = pop();
            push(add_list(Kind::persistent, {id}));
            return true;
        }
        default:
            return false;
    }
}

bool Pickle::Machine::object_step(PickleOpcode code) {
    using enum PickleOpcode;
    switch (code) {
        case REDUCE:
        case NEWOBJ: {
            const Id arguments = pop(), callable = pop();
            push(add_object(callable, arguments));
            return true;
        }
        case NEWOBJ_EX: {
            pop();  // keyword arguments
            const Id arguments = pop(), callable = pop();
            push(add_object(callable, arguments));
            return true;
        }
        case OBJ: {
            std::vector<Id> group = pop_mark();
            if (group.empty()) fail("an object has no class");
            const Id callable = group.front();
            group.erase(group.begin());
            push(add_object(callable, add_list(Kind::tuple, std::move(group))));
            return true;
        }
        case INST: {
            const std::string_view module = line();
            const Id callable = add_global(module, line());
            push(add_object(callable, add_list(Kind::tuple, pop_mark())));
            return true;
        }
        case BUILD: {
            const Id state = pop();
            build(top(), state);
            return true;
        }
        default:
            return false;
    }
}

// The stream.

std::span<const std::byte> Pickle::Machine::take(std::uint64_t count) {
    if (count > bytes_.size() - at_) fail("it is truncated");
    const auto taken = bytes_.subspan(at_, static_cast<std::size_t>(count));
    at_ += static_cast<std::size_t>(count);
    return taken;
}

template <class Unsigned>
Unsigned Pickle::Machine::little_endian() {
    Unsigned value = 0;
    const auto raw = take(sizeof(Unsigned));
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i)
        value = static_cast<Unsigned>(value | static_cast<Unsigned>(raw[i]) << (8 * i));
    return value;
}

std::string_view Pickle::Machine::view(std::uint64_t count) {
    const auto taken = take(count);
    return {reinterpret_cast<const char*>(taken.data()), taken.size()};
}

std::string_view Pickle::Machine::line() {
    const auto rest = bytes_.subspan(at_);
    const auto end = std::find(rest.begin(), rest.end(), std::byte{'\n'});
    if (end == rest.end()) fail("it is truncated");
    const std::string_view text = view(static_cast<std::uint64_t>(end - rest.begin()));
    take(1);
    return text;
}

std::uint64_t Pickle::Machine::index_in(std::string_view text) const {
    const std::optional<std::uint64_t> index = index_of(text);
    if (!index) fail(fmt::format("{} is not a number", quote(text)));
    return *index;
}

std::int64_t Pickle::Machine::integer_in(std::string_view text) const {
    if (!text.empty() && text.back() == 'L') text.remove_suffix(1);
    const std::optional<std::int64_t> integer = integer_of(text);
    if (!integer) fail(fmt::format("{} is not a number", quote(text)));
    return *integer;
}

double Pickle::Machine::real_in(std::string_view text) const {
    const std::optional<double> real = real_of(text);
    if (!real) fail(fmt::format("{} is not a number", quote(text)));
    return *real;
}

// The stack and the memo.

void Pickle::Machine::push(Id id) {
    if (stack_.size() >= kMaxChildren) fail("its stack is deeper than any checkpoint's");
    stack_.push_back(id);
}

Pickle::Id Pickle::Machine::pop() {
    if (stack_.size() <= floor()) fail("it takes more from its stack than it contains");
    const Id top = stack_.back();
    stack_.pop_back();
    return top;
}

Pickle::Id Pickle::Machine::top() const {
    if (stack_.size() <= floor()) fail("it reads an empty stack");
    return stack_.back();
}

std::vector<Pickle::Id> Pickle::Machine::pop_mark() {
    if (marks_.empty()) fail("it ends a group that it did not start");
    const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<Id> group(from, stack_.end());
    stack_.erase(from, stack_.end());
    marks_.pop_back();
    return group;
}

void Pickle::Machine::remember(std::uint64_t index) {
    if (index >= kMaxMemo) fail("its memo is larger than any checkpoint's");
    if (index >= memo_.size()) memo_.resize(static_cast<std::size_t>(index) + 1, kForgotten);
    memo_[static_cast<std::size_t>(index)] = top();
}

void Pickle::Machine::recall(std::uint64_t index) {
    if (index >= memo_.size() || memo_[static_cast<std::size_t>(index)] == kForgotten)
        fail("it reads an undefined memo entry");
    push(memo_[static_cast<std::size_t>(index)]);
}

}  // namespace progan
