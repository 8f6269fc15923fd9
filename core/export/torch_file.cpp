#include "core/export/torch_file.h"

#include <cstddef>
#include <cstdint>

#include "core/export/pickle_writer.h"
#include "core/files/zip_writer.h"
#include "core/import/tensor.h"

namespace progan {
namespace {

using enum PickleOpcode;

void write(PickleWriter& pickle, const PythonValue& value) {
    if (const auto* truth = std::get_if<bool>(&value)) {
        pickle.boolean(*truth);
    } else if (const auto* integer = std::get_if<int>(&value)) {
        pickle.integer(*integer);
    } else if (const auto* real = std::get_if<double>(&value)) {
        pickle.real(*real);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        pickle.text(*text);
    } else {
        pickle.operation(EMPTY_LIST);
        pickle.operation(MARK);
        for (const int each : std::get<std::vector<int>>(value)) pickle.integer(each);
        pickle.operation(APPENDS);
    }
}

void write_tuple(PickleWriter& pickle, const std::vector<std::int64_t>& numbers) {
    pickle.operation(MARK);
    for (const std::int64_t number : numbers) pickle.integer(number);
    pickle.operation(TUPLE);
}

void write_ordered_dict(PickleWriter& pickle) {
    pickle.global("collections", "OrderedDict");
    pickle.operation(EMPTY_TUPLE);
    pickle.operation(REDUCE);
}

/// _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks), with the whole storage
/// `key`.
void write(PickleWriter& pickle, const WeightTensor& tensor, const std::string& key) {
    pickle.global("torch._utils", "_rebuild_tensor_v2");
    pickle.operation(MARK);
    pickle.operation(MARK);
    pickle.text("storage");
    pickle.global("torch", "FloatStorage");
    pickle.text(key);
    pickle.text("cpu");
    pickle.integer(static_cast<std::int64_t>(tensor.values.size()));
    pickle.operation(TUPLE);
    pickle.operation(BINPERSID);
    pickle.integer(0);
    write_tuple(pickle, tensor.shape);
    write_tuple(pickle, contiguous_strides(tensor.shape));
    pickle.boolean(false);
    write_ordered_dict(pickle);
    pickle.operation(TUPLE);
    pickle.operation(REDUCE);
}

}  // namespace

std::string torch_file(const std::string& fields_name, const PythonFields& fields,
                       const std::vector<std::string>& names, const std::vector<WeightTensor>& tensors) {
    PickleWriter pickle;
    pickle.operation(EMPTY_DICT);
    pickle.operation(MARK);
    pickle.text(fields_name);
    pickle.operation(EMPTY_DICT);
    pickle.operation(MARK);
    for (const auto& [name, value] : fields) {
        pickle.text(name);
        write(pickle, value);
    }
    pickle.operation(SETITEMS);
    for (const std::string& name : names) {
        pickle.text(name);
        write_ordered_dict(pickle);
        pickle.operation(MARK);
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            pickle.text(tensors[i].name);
            write(pickle, tensors[i], std::to_string(i));
        }
        pickle.operation(SETITEMS);
    }
    pickle.operation(SETITEMS);

    ZipEntries entries{{"archive/data.pkl", pickle.finish()}, {"archive/version", "3\n"}};
    for (std::size_t i = 0; i < tensors.size(); ++i)
        entries["archive/data/" + std::to_string(i)].assign(
            reinterpret_cast<const char*>(tensors[i].values.data()),
            tensors[i].values.size() * sizeof(float));
    return write_zip(entries);
}

}  // namespace progan
