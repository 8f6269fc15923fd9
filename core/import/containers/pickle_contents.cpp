#include "core/import/containers/pickle_contents.h"

#include <algorithm>
#include <map>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

using Id = Pickle::Id;
using Kind = Pickle::Kind;

constexpr int kDeepest = 32;
constexpr int kMaxVisits =
    8;  // of one container under several names; also stops containers that contain themselves
constexpr std::size_t kMaxListLength = 64, kMaxTextBytes = 256, kMaxPathBytes = 512;
constexpr std::size_t kMaxPlainValues = 20'000,
                      kMaxTensors = 50'000;  // limits for hostile files; real ones have 1 %

/// The name after the module in "module name".
std::string_view last_word(std::string_view global) {
    const std::size_t space = global.rfind(' ');
    return space == std::string_view::npos ? global : global.substr(space + 1);
}

/// NumPy's dtype strings ("f4", "<f8", ">f4") as passed to `numpy dtype`, with the byte order from its state.
std::optional<std::pair<DType, bool>> numpy_dtype(const Pickle& pickle, Id dtype) {
    if (pickle.callable(dtype) != "numpy dtype") return std::nullopt;
    const auto arguments = pickle.children(pickle.arguments(dtype));
    if (arguments.empty()) return std::nullopt;
    std::string_view code = pickle.text(arguments[0]);
    bool big = false;
    const auto order = [&](char c) {
        if (c == '>') big = true;
        return c == '>' || c == '<' || c == '=' || c == '|';
    };
    if (!code.empty() && order(code[0])) code.remove_prefix(1);
    const Id state_id = pickle.state(dtype);
    const auto state = pickle.children(state_id);
    if (state.size() > 1 && !pickle.text(state[1]).empty()) order(pickle.text(state[1])[0]);
    constexpr std::pair<std::string_view, DType> kTypes[] = {
        {"f2", DType::f16}, {"f4", DType::f32}, {"f8", DType::f64}, {"i1", DType::i8},     {"u1", DType::u8},
        {"i2", DType::i16}, {"i4", DType::i32}, {"i8", DType::i64}, {"b1", DType::boolean}};
    for (const auto& [name, type] : kTypes)
        if (code == name) return std::pair(type, big);
    return std::nullopt;
}

std::string latin1_from_utf8(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80 || i + 1 == text.size()) {
            bytes += static_cast<char>(c);
        } else {
            bytes += static_cast<char>((c & 3) << 6 | (static_cast<unsigned char>(text[++i]) & 63));
        }
    }
    return bytes;
}

class Collector {
  public:
    Collector(const Pickle& pickle, const FindStorage& find_storage, std::shared_ptr<const void> owner,
              Checkpoint& checkpoint)
        : pickle_(pickle), find_storage_(find_storage), owner_(std::move(owner)), checkpoint_(checkpoint) {}

    void run() { visit(pickle_.root(), "", 0); }

  private:
    std::string what(const std::string& path) const {
        return fmt::format("{}: the tensor {}", checkpoint_.file, quote(path));
    }

    // Tensors.

    std::optional<Tensor> tensor(Id id, const std::string& path) {
        if (!pickle_.is(id, Kind::object)) return std::nullopt;
        const std::string_view called = pickle_.callable(id);
        if (called == "torch._utils _rebuild_tensor_v2" || called == "torch._utils _rebuild_tensor")
            return torch_tensor(id, path);
        if (called == "torch._utils _rebuild_parameter" ||
            called == "torch._utils _rebuild_parameter_with_state") {
            const auto arguments = pickle_.children(pickle_.arguments(id));
            if (!arguments.empty() && arguments[0] != id) return tensor_once(arguments[0], path);
        }
        if (called == "torch.nn.parameter Parameter" || called == "torch.nn.parameter Buffer") {
            const auto arguments = pickle_.children(pickle_.arguments(id));
            if (!arguments.empty()) return tensor_once(arguments[0], path);
        }
        if (called == "numpy.core.multiarray _reconstruct" || called == "numpy._core.multiarray _reconstruct")
            return numpy_array(id, path);
        if (called == "numpy.core.numeric _frombuffer" || called == "numpy._core.numeric _frombuffer")
            return numpy_frombuffer(id, path);
        if (called == "numpy.core.multiarray scalar" || called == "numpy._core.multiarray scalar")
            return numpy_scalar(id, path);
        return std::nullopt;
    }

    /// A parameter's data, which cannot be a parameter again, so that a hostile chain ends.
    std::optional<Tensor> tensor_once(Id id, const std::string& path) {
        const std::string_view called = pickle_.callable(id);
        if (called == "torch._utils _rebuild_tensor_v2" || called == "torch._utils _rebuild_tensor")
            return torch_tensor(id, path);
        return std::nullopt;
    }

    std::optional<std::vector<std::int64_t>> integers(Id id) const {
        if (!pickle_.is(id, Kind::tuple) && !pickle_.is(id, Kind::list)) {
            // torch.Size of a tuple
            if (pickle_.callable(id) != "torch Size") return std::nullopt;
            const auto arguments = pickle_.children(pickle_.arguments(id));
            if (arguments.size() != 1 || !pickle_.is(arguments[0], Kind::tuple)) return std::nullopt;
            id = arguments[0];
        }
        std::vector<std::int64_t> result;
        for (const Id child : pickle_.children(id)) {
            const auto value = pickle_.integer(child);
            if (!value || result.size() >= 8) return std::nullopt;
            result.push_back(*value);
        }
        return result;
    }

    std::optional<Tensor> torch_tensor(Id id, const std::string& path) {
        const auto arguments = pickle_.children(pickle_.arguments(id));
        if (arguments.size() < 4 || !pickle_.is(arguments[0], Kind::persistent)) return std::nullopt;
        const auto found = find_storage_(pickle_, pickle_.children(arguments[0])[0]);
        const auto offset = pickle_.integer(arguments[1]);
        auto shape = integers(arguments[2]), strides = integers(arguments[3]);
        if (!offset || !shape || !strides) throw Error("{} is damaged.", what(path));
        if (!found) return std::nullopt;
        return make_tensor(found->storage, found->type, false, *offset, std::move(*shape),
                           std::move(*strides), what(path));
    }

    /// Raw bytes: a bytes value, or Python 3's `_codecs.encode(text, 'latin1')` in old protocols.
    std::shared_ptr<const Storage> raw_bytes(Id id) {
        const auto as_storage = [&](std::string_view text, std::shared_ptr<const void> owner) {
            return memory_storage(std::as_bytes(std::span(text.data(), text.size())), std::move(owner));
        };
        if (pickle_.is(id, Kind::bytes) || pickle_.is(id, Kind::text))
            return as_storage(pickle_.text(id), owner_);
        if (pickle_.callable(id) == "_codecs encode" || pickle_.callable(id) == "builtins bytearray" ||
            pickle_.callable(id) == "__builtin__ bytearray") {
            const auto arguments = pickle_.children(pickle_.arguments(id));
            if (arguments.empty()) return nullptr;
            if (pickle_.is(arguments[0], Kind::bytes)) return as_storage(pickle_.text(arguments[0]), owner_);
            auto& decoded = decoded_[arguments[0]];
            if (!decoded)
                decoded = std::make_shared<const std::string>(latin1_from_utf8(pickle_.text(arguments[0])));
            return as_storage(*decoded, decoded);
        }
        return nullptr;
    }

    std::optional<Tensor> numpy_view(Id shape_id, Id dtype, bool fortran, Id data, const std::string& path) {
        auto shape = integers(shape_id);
        const auto type = numpy_dtype(pickle_, dtype);
        if (!shape || !type) return std::nullopt;
        const auto storage = raw_bytes(data);
        if (!storage) return std::nullopt;
        std::vector<std::int64_t> strides = contiguous_strides(*shape);
        if (fortran) {
            std::vector<std::int64_t> reversed(shape->rbegin(), shape->rend());
            strides = contiguous_strides(reversed);
            std::reverse(strides.begin(), strides.end());
        }
        return make_tensor(storage, type->first, type->second, 0, std::move(*shape), std::move(strides),
                           what(path));
    }

    /// ndarray.__setstate__: (version, shape, dtype, is Fortran, data), without the version in the oldest
    /// files.
    std::optional<Tensor> numpy_array(Id id, const std::string& path) {
        const auto state = pickle_.children(pickle_.state(id));
        if (state.size() != 5 && state.size() != 4) return std::nullopt;
        const std::size_t skip = state.size() - 4;
        return numpy_view(state[skip], state[skip + 1], pickle_.number(state[skip + 2]).value_or(0) != 0,
                          state[skip + 3], path);
    }

    /// Protocol 5: _frombuffer(buffer, dtype, shape, order).
    std::optional<Tensor> numpy_frombuffer(Id id, const std::string& path) {
        const auto arguments = pickle_.children(pickle_.arguments(id));
        if (arguments.size() != 4) return std::nullopt;
        return numpy_view(arguments[2], arguments[1], pickle_.text(arguments[3]) == "F", arguments[0], path);
    }

    std::optional<Tensor> numpy_scalar(Id id, const std::string& path) {
        const auto arguments = pickle_.children(pickle_.arguments(id));
        if (arguments.size() != 2) return std::nullopt;
        const auto type = numpy_dtype(pickle_, arguments[0]);
        const auto storage = raw_bytes(arguments[1]);
        if (!type || !storage) return std::nullopt;
        return make_tensor(storage, type->first, type->second, 0, {}, {}, what(path));
    }

    // The walk.

    /// "module name" of an object's class, also if copyreg._reconstructor(class, ...) makes it.
    std::string class_of(Id id) const {
        const std::string_view called = pickle_.callable(id);
        if (called == "copy_reg _reconstructor" || called == "copyreg _reconstructor" ||
            called == "copyreg __newobj__") {
            const auto arguments = pickle_.children(pickle_.arguments(id));
            if (!arguments.empty() && pickle_.is(arguments[0], Kind::global))
                return std::string(pickle_.text(arguments[0]));
        }
        return std::string(called);
    }

    static std::string join(const std::string& path, std::string_view name) {
        std::string joined = path.empty() ? std::string(name) : path + "." + std::string(name);
        if (joined.size() > kMaxPathBytes) joined.resize(kMaxPathBytes);
        return joined;
    }

    std::string key_text(Id key) const {
        if (pickle_.is(key, Kind::text)) return std::string(pickle_.text(key));
        if (const auto number = pickle_.integer(key)) return std::to_string(*number);
        return {};
    }

    /// Visits a place inside the file: records a plain value, enters a container.
    void visit(Id id, const std::string& path, int depth) {
        if (depth > kDeepest) return;
        if (note_plain(id, path)) return;
        if (!pickle_.is(id, Kind::dict) && !pickle_.is(id, Kind::object) && !pickle_.is(id, Kind::list) &&
            !pickle_.is(id, Kind::tuple))
            return;
        if (++visits_[id] > kMaxVisits) return;
        if (pickle_.is(id, Kind::list) || pickle_.is(id, Kind::tuple)) return visit_list(id, path, depth);
        if (pickle_.is(id, Kind::object)) {
            if (const auto scalar = tensor(id, path)) {
                note_scalar(*scalar, path);
                return;
            }
            if (is_module(id)) return visit_module(id, path, depth);
        }
        visit_dict(id, path, depth);
    }

    bool note_plain(Id id, const std::string& path) {
        if (checkpoint_.numbers.size() + checkpoint_.texts.size() > kMaxPlainValues) return false;
        if (const auto number = pickle_.number(id)) {
            checkpoint_.numbers.emplace(path, *number);
            return true;
        }
        if (pickle_.is(id, Kind::text)) {
            if (pickle_.text(id).size() <= kMaxTextBytes)
                checkpoint_.texts.emplace(path, std::string(pickle_.text(id)));
            return true;
        }
        return false;
    }

    void note_scalar(const Tensor& scalar, const std::string& path) {
        if (scalar.count() == 1) checkpoint_.numbers.emplace(path, scalar.values()[0]);
    }

    void visit_list(Id id, const std::string& path, int depth) {
        const auto children = pickle_.children(id);
        std::vector<double> numbers;
        for (const Id child : children)
            if (const auto number = pickle_.number(child)) numbers.push_back(*number);
        if (numbers.size() == children.size()) {
            if (numbers.size() <= kMaxListLength) checkpoint_.lists.emplace(path, std::move(numbers));
            return;
        }
        // [(name, array), ...] is equivalent to a dict; arrays in a bare list are named by their position.
        TensorGroup group{path, {}, {}};
        for (std::size_t i = 0; i < children.size(); ++i) {
            const std::string place = std::to_string(i);
            const auto pair = pickle_.children(children[i]);
            if (pickle_.is(children[i], Kind::tuple) && pair.size() == 2 && pickle_.is(pair[0], Kind::text)) {
                add_or_visit(group, key_text(pair[0]), pair[1], depth);
            } else {
                add_or_visit(group, place, children[i], depth);
            }
        }
        add(std::move(group));
    }

    void visit_dict(Id id, const std::string& path, int depth) {
        // An object without items keeps them in its state; a state with slots is a pair of dicts.
        Id holder = id;
        std::string class_name;
        if (pickle_.is(id, Kind::object)) {
            class_name = class_of(id);
            if (pickle_.items(id).empty()) {
                holder = pickle_.state(id);
                if (pickle_.is(holder, Kind::tuple) && !pickle_.children(holder).empty())
                    holder = pickle_.children(holder)[0];
                if (holder == Pickle::kNone || !pickle_.is(holder, Kind::dict)) {
                    // OrderedDict([[key, value], ...]) and other calls: their arguments
                    const auto arguments = pickle_.children(pickle_.arguments(id));
                    for (std::size_t i = 0; i < arguments.size(); ++i) visit(arguments[i], path, depth + 1);
                    return;
                }
            }
            if (last_word(class_name) == "OrderedDict" || last_word(class_name) == "defaultdict")
                class_name.clear();
        }
        TensorGroup group{path, std::move(class_name), {}};
        const auto pairs = pickle_.items(holder);
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
            add_or_visit(group, key_text(pairs[i]), pairs[i + 1], depth);
        add(std::move(group));
    }

    void add_or_visit(TensorGroup& group, const std::string& name, Id value, int depth) {
        const std::string path = join(group.path, name);
        if (auto found = tensor(value, path)) {
            if (found->rank() == 0) note_scalar(*found, path);
            push(group, name, std::move(*found));
        } else {
            visit(value, path, depth + 1);
        }
    }

    void push(TensorGroup& group, const std::string& name, Tensor tensor) {
        if (++tensors_ > kMaxTensors)
            throw Error("{} has more than {} tensors, far more than any ProGAN checkpoint.", checkpoint_.file,
                        kMaxTensors);
        group.tensors.push_back({name, std::move(tensor)});
    }

    void add(TensorGroup group) {
        if (!group.tensors.empty()) checkpoint_.groups.push_back(std::move(group));
    }

    // A pickled torch.nn.Module: its state has _parameters, _buffers and _modules.

    bool is_module(Id id) const {
        const Id state = pickle_.state(id);
        return pickle_.find(state, "_modules") != Pickle::kNone &&
               pickle_.find(state, "_parameters") != Pickle::kNone;
    }

    void visit_module(Id id, const std::string& path, int depth) {
        TensorGroup group{path, class_of(id), {}};
        module_tensors(id, "", group, depth);
        add(std::move(group));
    }

    void module_tensors(Id id, const std::string& prefix, TensorGroup& group, int depth) {
        if (depth > kDeepest) return;
        const Id state = pickle_.state(id);
        for (const char* kind : {"_parameters", "_buffers"}) {
            const auto pairs = pickle_.items(pickle_.find(state, kind));
            for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
                const std::string name = join(prefix, key_text(pairs[i]));
                if (auto found = tensor(pairs[i + 1], join(group.path, name)))
                    push(group, name, std::move(*found));
            }
        }
        const auto modules = pickle_.items(pickle_.find(state, "_modules"));
        for (std::size_t i = 0; i + 1 < modules.size(); i += 2)
            if (++visits_[modules[i + 1]] <= kMaxVisits)
                module_tensors(modules[i + 1], join(prefix, key_text(modules[i])), group, depth + 1);
    }

    const Pickle& pickle_;
    const FindStorage& find_storage_;
    std::shared_ptr<const void> owner_;
    Checkpoint& checkpoint_;
    std::map<Id, int> visits_;
    std::map<Id, std::shared_ptr<const std::string>> decoded_;
    std::size_t tensors_ = 0;
};

}  // namespace

void collect(const Pickle& pickle, const FindStorage& find_storage, std::shared_ptr<const void> bytes_owner,
             Checkpoint& checkpoint) {
    Collector(pickle, find_storage, std::move(bytes_owner), checkpoint).run();
}

std::optional<DType> torch_storage_type(std::string_view global) {
    constexpr std::pair<std::string_view, DType> kTypes[] = {
        {"HalfStorage", DType::f16},    {"BFloat16Storage", DType::bf16}, {"FloatStorage", DType::f32},
        {"DoubleStorage", DType::f64},  {"CharStorage", DType::i8},       {"ByteStorage", DType::u8},
        {"ShortStorage", DType::i16},   {"IntStorage", DType::i32},       {"LongStorage", DType::i64},
        {"BoolStorage", DType::boolean}};
    for (const auto& [name, type] : kTypes)
        if (last_word(global) == name) return type;
    return std::nullopt;
}

}  // namespace progan
