#include "core/export/model_npz.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "core/files/input_file.h"
#include "core/files/npy.h"
#include "core/files/npz.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/random_model.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan::test {
namespace {

using ModelNpz = InTemporaryFolder;

TEST_F(ModelNpz, HoldsEveryTensorAndTheSpec) {
    ModelSpec spec;
    spec.latent_size = 5;
    spec.channels = {4, 3};
    spec.to_rgb_levels = {1};
    spec.last_level = 1;
    Model model = random_model(spec);
    const std::filesystem::path path = folder_ / "model.npz";
    save_model_npz(path, model);
    const std::vector<std::byte> bytes = InputFile(path).read_all();
    const NpzEntries entries =
        read_npz({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "model.npz");
    EXPECT_EQ(entries.size(), model.tensors.size() + 1);
    EXPECT_EQ(spec_from_json(entries.at("spec.json")), model.spec);
    for (const WeightTensor& tensor : model.tensors) {
        const auto array = parse_npy(entries.at(tensor.name + ".npy"));
        ASSERT_TRUE(array && array->header) << tensor.name;
        EXPECT_EQ(array->header->dtype, "<f4");
        EXPECT_EQ(std::vector<std::int64_t>(array->header->shape.begin(), array->header->shape.end()),
                  tensor.shape);
        ASSERT_EQ(array->data.size(), tensor.values.size() * sizeof(float));
        EXPECT_EQ(std::memcmp(array->data.data(), tensor.values.data(), array->data.size()), 0)
            << tensor.name;
    }

    model.tensors.front().values[0] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_NE(error_of([&] { save_model_npz(path, model); }).find(model.tensors.front().name),
              std::string::npos);
    EXPECT_EQ(InputFile(path).read_all(), bytes) << "what was there stays";
}

}  // namespace
}  // namespace progan::test
