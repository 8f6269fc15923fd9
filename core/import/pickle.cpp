#include "core/import/pickle.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

enum Opcode : unsigned char {
    MARK = '(',
    STOP = '.',
    POP = '0',
    POP_MARK = '1',
    DUP = '2',
    FLOAT = 'F',
    INT = 'I',
    BININT = 'J',
    BININT1 = 'K',
    LONG = 'L',
    BININT2 = 'M',
    NONE = 'N',
    PERSID = 'P',
    BINPERSID = 'Q',
    REDUCE = 'R',
    STRING = 'S',
    BINSTRING = 'T',
    SHORT_BINSTRING = 'U',
    UNICODE = 'V',
    BINUNICODE = 'X',
    APPEND = 'a',
    BUILD = 'b',
    GLOBAL = 'c',
    DICT = 'd',
    EMPTY_DICT = '}',
    APPENDS = 'e',
    GET = 'g',
    BINGET = 'h',
    INST = 'i',
    LONG_BINGET = 'j',
    LIST = 'l',
    EMPTY_LIST = ']',
    OBJ = 'o',
    PUT = 'p',
    BINPUT = 'q',
    LONG_BINPUT = 'r',
    SETITEM = 's',
    TUPLE = 't',
    EMPTY_TUPLE = ')',
    SETITEMS = 'u',
    BINFLOAT = 'G',
    PROTO = 0x80,
    NEWOBJ = 0x81,
    EXT1 = 0x82,
    EXT2 = 0x83,
    EXT4 = 0x84,
    TUPLE1 = 0x85,
    TUPLE2 = 0x86,
    TUPLE3 = 0x87,
    NEWTRUE = 0x88,
    NEWFALSE = 0x89,
    LONG1 = 0x8a,
    LONG4 = 0x8b,
    BINBYTES = 'B',
    SHORT_BINBYTES = 'C',
    SHORT_BINUNICODE = 0x8c,
    BINUNICODE8 = 0x8d,
    BINBYTES8 = 0x8e,
    EMPTY_SET = 0x8f,
    ADDITEMS = 0x90,
    FROZENSET = 0x91,
    NEWOBJ_EX = 0x92,
    STACK_GLOBAL = 0x93,
    MEMOIZE = 0x94,
    FRAME = 0x95,
    BYTEARRAY8 = 0x96,
    NEXT_BUFFER = 0x97,
    READONLY_BUFFER = 0x98,
};

constexpr std::size_t kMaxMemo = Pickle::kMaxValues;

void append_utf8(std::string& text, std::uint32_t point) {
    if (point < 0x80) {
        text += static_cast<char>(point);
    } else if (point < 0x800) {
        text += static_cast<char>(0xc0 | point >> 6);
        text += static_cast<char>(0x80 | (point & 63));
    } else if (point < 0x10000) {
        text += static_cast<char>(0xe0 | point >> 12);
        text += static_cast<char>(0x80 | (point >> 6 & 63));
        text += static_cast<char>(0x80 | (point & 63));
    } else {
        text += static_cast<char>(0xf0 | (point >> 18 & 7));
        text += static_cast<char>(0x80 | (point >> 12 & 63));
        text += static_cast<char>(0x80 | (point >> 6 & 63));
        text += static_cast<char>(0x80 | (point & 63));
    }
}

std::uint32_t hexadecimal(std::string_view digits) {
    std::uint32_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return value;
}

/// Protocol 0's 'quoted' Python 2 string.
std::string unquote(std::string_view line) {
    if (line.size() >= 2 && (line.front() == '\'' || line.front() == '"') && line.back() == line.front())
        line = line.substr(1, line.size() - 2);
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\' || i + 1 == line.size()) {
            text += line[i];
            continue;
        }
        const char escape = line[++i];
        if (escape == 'x' && i + 2 < line.size()) {
            text += static_cast<char>(hexadecimal(line.substr(i + 1, 2)));
            i += 2;
        } else if (escape >= '0' && escape <= '7') {
            int value = 0, digits = 0;
            while (digits < 3 && i < line.size() && line[i] >= '0' && line[i] <= '7') {
                value = value * 8 + (line[i++] - '0');
                ++digits;
            }
            --i;
            text += static_cast<char>(value);
        } else {
            constexpr std::string_view kNames = "ntrabfv", kValues = "\n\t\r\a\b\f\v";
            const std::size_t known = kNames.find(escape);
            text += known == std::string_view::npos ? escape : kValues[known];
        }
    }
    return text;
}

/// Protocol 0's raw-unicode-escape: Latin-1 bytes, with \uXXXX and \UXXXXXXXX for the rest.
std::string from_raw_unicode_escape(std::string_view line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const std::size_t digits = line[i] != '\\' || i + 1 == line.size() ? 0
                                   : line[i + 1] == 'u'                    ? 4
                                   : line[i + 1] == 'U'                    ? 8
                                                                           : 0;
        if (digits != 0 && i + 1 + digits < line.size()) {
            append_utf8(text, hexadecimal(line.substr(i + 2, digits)));
            i += 1 + digits;
        } else {
            append_utf8(text, static_cast<unsigned char>(line[i]));
        }
    }
    return text;
}

}  // namespace

/// The stack machine. Every step checks that the stack has what it takes.
class Pickle::Machine {
  public:
    Machine(Pickle& pickle, std::span<const std::byte> bytes, std::string_view name)
        : pickle_(pickle), bytes_(bytes), name_(name) {}

    void run() {
        add({});  // kNone
        while (step(static_cast<Opcode>(byte()))) {
        }
        pickle_.consumed_ = at_;
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error("{} is not a complete pickle: {} at byte {}.", name_, what, at_);
    }

    // The stream.

    std::span<const std::byte> take(std::uint64_t count) {
        if (count > bytes_.size() - at_) fail("it is truncated");
        const auto taken = bytes_.subspan(at_, static_cast<std::size_t>(count));
        at_ += static_cast<std::size_t>(count);
        return taken;
    }
    unsigned char byte() { return static_cast<unsigned char>(take(1)[0]); }
    template <class Unsigned>
    Unsigned little_endian() {
        Unsigned value = 0;
        const auto raw = take(sizeof(Unsigned));
        for (std::size_t i = 0; i < sizeof(Unsigned); ++i)
            value = static_cast<Unsigned>(value | static_cast<Unsigned>(raw[i]) << (8 * i));
        return value;
    }
    std::string_view view(std::uint64_t count) {
        const auto taken = take(count);
        return {reinterpret_cast<const char*>(taken.data()), taken.size()};
    }
    std::string_view line() {
        const auto rest = bytes_.subspan(at_);
        const auto end = std::find(rest.begin(), rest.end(), std::byte{'\n'});
        if (end == rest.end()) fail("it is truncated");
        const std::string_view text = view(static_cast<std::uint64_t>(end - rest.begin()));
        take(1);
        return text;
    }

    // Values.

    Id add(Value value) {
        if (pickle_.values_.size() >= kMaxValues)
            fail(fmt::format("it has more than {} values, far more than any checkpoint,", kMaxValues));
        pickle_.values_.push_back(std::move(value));
        return static_cast<Id>(pickle_.values_.size() - 1);
    }
    Id add(Kind kind) {
        Value value;
        value.kind = kind;
        return add(std::move(value));
    }
    Id add_text(std::string_view text, Kind kind = Kind::text) {
        Value value;
        value.kind = kind;
        value.text = text;
        return add(std::move(value));
    }
    std::string_view own(std::string text) { return pickle_.owned_texts_.emplace_back(std::move(text)); }
    Id add_integer(std::int64_t integer, Kind kind = Kind::integer) {
        Value value;
        value.kind = kind;
        value.integer = integer;
        return add(std::move(value));
    }
    Id add_real(double real) {
        Value value;
        value.kind = Kind::real;
        value.real = real;
        return add(std::move(value));
    }
    Id add_list(Kind kind, std::vector<Id> children) {
        count_children(children.size());
        Value value;
        value.kind = kind;
        value.children = std::move(children);
        return add(std::move(value));
    }
    Id add_object(Id callable, Id arguments) {
        Value value;
        value.kind = Kind::object;
        value.callable = callable;
        value.arguments = arguments;
        return add(std::move(value));
    }
    void count_children(std::size_t more) {
        children_ += more;
        if (children_ > kMaxChildren) fail("it has more items than any checkpoint");
    }
    void append(Id container, std::span<const Id> more) {
        count_children(more.size());
        Value& value = pickle_.values_[container];
        if (value.kind == Kind::dict && more.size() % 2 != 0) fail("a key has no value");
        value.children.insert(value.children.end(), more.begin(), more.end());
    }

    // The stack.

    void push(Id id) {
        if (stack_.size() >= kMaxChildren) fail("its stack is deeper than any checkpoint's");
        stack_.push_back(id);
    }
    Id pop() {
        if (stack_.size() <= floor()) fail("it takes more from its stack than it contains");
        const Id top = stack_.back();
        stack_.pop_back();
        return top;
    }
    Id top() const {
        if (stack_.size() <= floor()) fail("it reads an empty stack");
        return stack_.back();
    }
    std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
    std::vector<Id> pop_mark() {
        if (marks_.empty()) fail("it ends a group that it did not start");
        const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
        std::vector<Id> group(from, stack_.end());
        stack_.erase(from, stack_.end());
        marks_.pop_back();
        return group;
    }

    void remember(std::uint64_t index) {
        if (index >= kMaxMemo) fail("its memo is larger than any checkpoint's");
        if (index >= memo_.size()) memo_.resize(static_cast<std::size_t>(index) + 1, kForgotten);
        memo_[static_cast<std::size_t>(index)] = top();
    }
    void recall(std::uint64_t index) {
        if (index >= memo_.size() || memo_[static_cast<std::size_t>(index)] == kForgotten)
            fail("it reads an undefined memo entry");
        push(memo_[static_cast<std::size_t>(index)]);
    }

    std::uint64_t decimal(std::string_view text) const {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size())
            fail(fmt::format("{} is not a number", quote(text)));
        return value;
    }
    std::int64_t signed_decimal(std::string_view text) const {
        if (!text.empty() && text.back() == 'L') text.remove_suffix(1);
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc::invalid_argument || end != text.data() + text.size())
            fail(fmt::format("{} is not a number", quote(text)));
        return value;
    }
    double decimal_fraction(std::string_view text) const {
        double value = 0;
        if (text == "inf" || text == "nan" || text == "-inf")
            return text == "nan" ? __builtin_nan("") : text == "inf" ? __builtin_inf() : -__builtin_inf();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc::invalid_argument || end != text.data() + text.size())
            fail(fmt::format("{} is not a number", quote(text)));
        return value;
    }
    /// A little-endian two's complement integer of any length, cut to 64 bits.
    std::int64_t long_integer(std::span<const std::byte> raw) const {
        std::uint64_t value =
            !raw.empty() && (static_cast<unsigned>(raw.back()) & 0x80) ? ~std::uint64_t{0} : 0;
        for (std::size_t i = std::min<std::size_t>(raw.size(), 8); i-- > 0;)
            value = value << 8 | static_cast<std::uint64_t>(raw[i]);
        return static_cast<std::int64_t>(value);
    }

    Id global(std::string_view module, std::string_view name) {
        return add_text(own(std::string(module) + " " + std::string(name)), Kind::global);
    }
    void build(Id object, Id state) {
        Value& value = pickle_.values_[object];
        if (value.kind == Kind::object) value.state = state;
    }

    /// False at the end.
    bool step(Opcode code) {
        switch (code) {
            case PROTO: {
                const unsigned protocol = byte();
                if (protocol > 5) fail(fmt::format("protocol {} is not supported", protocol));
                break;
            }
            case FRAME:
                take(8);
                break;
            case STOP:
                pickle_.root_ = pop();
                return false;

            case NONE:
                push(kNone);
                break;
            case NEWTRUE:
                push(add_integer(1, Kind::boolean));
                break;
            case NEWFALSE:
                push(add_integer(0, Kind::boolean));
                break;
            case INT: {
                const std::string_view text = line();
                if (text == "00" || text == "01") {
                    push(add_integer(text == "01", Kind::boolean));
                } else {
                    push(add_integer(signed_decimal(text)));
                }
                break;
            }
            case LONG:
                push(add_integer(signed_decimal(line())));
                break;
            case BININT:
                push(add_integer(static_cast<std::int32_t>(little_endian<std::uint32_t>())));
                break;
            case BININT1:
                push(add_integer(byte()));
                break;
            case BININT2:
                push(add_integer(little_endian<std::uint16_t>()));
                break;
            case LONG1:
                push(add_integer(long_integer(take(byte()))));
                break;
            case LONG4:
                push(add_integer(long_integer(take(little_endian<std::uint32_t>()))));
                break;
            case FLOAT:
                push(add_real(decimal_fraction(line())));
                break;
            case BINFLOAT: {
                std::uint64_t bits = 0;
                for (const std::byte b : take(8)) bits = bits << 8 | static_cast<std::uint64_t>(b);
                push(add_real(std::bit_cast<double>(bits)));
                break;
            }

            case STRING:
                push(add_text(own(unquote(line()))));
                break;
            case BINSTRING:
                push(add_text(view(little_endian<std::uint32_t>())));
                break;
            case SHORT_BINSTRING:
                push(add_text(view(byte())));
                break;
            case UNICODE:
                push(add_text(own(from_raw_unicode_escape(line()))));
                break;
            case BINUNICODE:
                push(add_text(view(little_endian<std::uint32_t>())));
                break;
            case SHORT_BINUNICODE:
                push(add_text(view(byte())));
                break;
            case BINUNICODE8:
                push(add_text(view(little_endian<std::uint64_t>())));
                break;
            case BINBYTES:
                push(add_text(view(little_endian<std::uint32_t>()), Kind::bytes));
                break;
            case SHORT_BINBYTES:
                push(add_text(view(byte()), Kind::bytes));
                break;
            case BINBYTES8:
            case BYTEARRAY8:
                push(add_text(view(little_endian<std::uint64_t>()), Kind::bytes));
                break;

            case MARK:
                if (marks_.size() >= kMaxChildren) fail("it is nested more deeply than any checkpoint");
                marks_.push_back(stack_.size());
                break;
            case POP:
                if (stack_.size() <= floor() && !marks_.empty()) {
                    marks_.pop_back();
                } else {
                    pop();
                }
                break;
            case POP_MARK:
                pop_mark();
                break;
            case DUP:
                push(top());
                break;

            case EMPTY_LIST:
            case EMPTY_SET:
                push(add(Kind::list));
                break;
            case EMPTY_TUPLE:
                push(add(Kind::tuple));
                break;
            case EMPTY_DICT:
                push(add(Kind::dict));
                break;
            case LIST:
            case FROZENSET:
                push(add_list(Kind::list, pop_mark()));
                break;
            case TUPLE:
                push(add_list(Kind::tuple, pop_mark()));
                break;
            case DICT:
                push(add_list(Kind::dict, pop_mark()));
                break;
            case TUPLE1: {
                const Id a = pop();
                push(add_list(Kind::tuple, {a}));
                break;
            }
            case TUPLE2: {
                const Id b = pop(), a = pop();
                push(add_list(Kind::tuple, {a, b}));
                break;
            }
            case TUPLE3: {
                const Id c = pop(), b = pop(), a = pop();
                push(add_list(Kind::tuple, {a, b, c}));
                break;
            }
            case APPEND: {
                const Id item = pop();
                append(top(), std::span(&item, 1));
                break;
            }
            case APPENDS:
            case ADDITEMS:
            case SETITEMS: {
                const std::vector<Id> group = pop_mark();
                if (code == SETITEMS && group.size() % 2 != 0) fail("a key has no value");
                append(top(), group);
                break;
            }
            case SETITEM: {
                const Id value = pop(), key = pop();
                const Id pair[] = {key, value};
                append(top(), pair);
                break;
            }

            case PUT:
                remember(decimal(line()));
                break;
            case BINPUT:
                remember(byte());
                break;
            case LONG_BINPUT:
                remember(little_endian<std::uint32_t>());
                break;
            case MEMOIZE:
                remember(memo_.size());
                break;
            case GET:
                recall(decimal(line()));
                break;
            case BINGET:
                recall(byte());
                break;
            case LONG_BINGET:
                recall(little_endian<std::uint32_t>());
                break;

            case GLOBAL: {
                const std::string_view module = line();
                push(global(module, line()));
                break;
            }
            case STACK_GLOBAL: {
                const Id name = pop(), module = pop();
                push(global(pickle_.text(module), pickle_.text(name)));
                break;
            }
            case EXT1:
                take(1);
                push(global("extension", "registry"));
                break;
            case EXT2:
                take(2);
                push(global("extension", "registry"));
                break;
            case EXT4:
                take(4);
                push(global("extension", "registry"));
                break;
            case REDUCE:
            case NEWOBJ: {
                const Id arguments = pop(), callable = pop();
                push(add_object(callable, arguments));
                break;
            }
            case NEWOBJ_EX: {
                pop();  // keyword arguments
                const Id arguments = pop(), callable = pop();
                push(add_object(callable, arguments));
                break;
            }
            case OBJ: {
                std::vector<Id> group = pop_mark();
                if (group.empty()) fail("an object has no class");
                const Id callable = group.front();
                group.erase(group.begin());
                push(add_object(callable, add_list(Kind::tuple, std::move(group))));
                break;
            }
            case INST: {
                const std::string_view module = line();
                const Id callable = global(module, line());
                push(add_object(callable, add_list(Kind::tuple, pop_mark())));
                break;
            }
            case BUILD: {
                const Id state = pop();
                build(top(), state);
                break;
            }
            case PERSID: {
                const Id id = add_text(line());
                push(add_list(Kind::persistent, {id}));
                break;
            }
            case BINPERSID: {
                const Id id = pop();
                push(add_list(Kind::persistent, {id}));
                break;
            }
            case NEXT_BUFFER:
            case READONLY_BUFFER:
                fail("its data is in another file (out-of-band buffers)");
            default:
                fail(fmt::format("opcode {} is unknown", static_cast<unsigned>(code)));
        }
        return true;
    }

    static constexpr Id kForgotten = ~Id{0};

    Pickle& pickle_;
    std::span<const std::byte> bytes_;
    std::string_view name_;
    std::size_t at_ = 0, children_ = 0;
    std::vector<Id> stack_, memo_;
    std::vector<std::size_t> marks_;
};

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
