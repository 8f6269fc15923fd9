// Axes inside a model file change the file, but not which model it is.
#include "core/model/embedded_axes.h"

#include <gtest/gtest.h>

#include "core/files/atomic_file.h"
#include "core/files/sha256.h"
#include "core/model/model_file.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

using Bytes = std::vector<std::byte>;

class EmbeddedAxes : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        model_.spec.latent_size = 3;
        model_.spec.channels = {2, 2};
        model_.spec.to_rgb_levels = {1};
        model_.spec.last_level = 1;
        model_.spec.name = "Small";
        for (const TensorShape& tensor : required_tensors(model_.spec)) {
            std::size_t count = 1;
            for (const std::int64_t size : tensor.shape) count *= static_cast<std::size_t>(size);
            model_.tensors.push_back({tensor.name, tensor.shape, std::vector<float>(count, 0.25f)});
        }
        save_model(path_ = folder_ / "model.safetensors", model_);
    }

    static Bytes bytes_of(const std::string& text) {
        const auto bytes = std::as_bytes(std::span(text));
        return {bytes.begin(), bytes.end()};
    }
    Bytes file(const char* name = "model.safetensors") const {
        return bytes_of(read_text_file(folder_ / name, 1 << 20));
    }

    Model model_;
    std::filesystem::path path_;
};

TEST_F(EmbeddedAxes, LeaveTheModelAsItIs) {
    const Model before = load_model(path_);
    EXPECT_EQ(before.sha256, sha256_hex(file())) << "as files without axes were always identified";
    EXPECT_EQ(before.axes, "");
    for (const std::string axes :
         {R"({"version": 1})", R"("quotes\" and \\ backslashes\")", "Lächeln", "x"}) {
        copy_model_with_axes(path_, folder_ / "copy.safetensors", axes);
        const Model copy = load_model(folder_ / "copy.safetensors");
        EXPECT_EQ(copy.axes, axes);
        EXPECT_EQ(copy.sha256, before.sha256) << axes;
        EXPECT_EQ(copy.spec, before.spec);
        for (std::size_t i = 0; i < copy.tensors.size(); ++i)
            EXPECT_EQ(copy.tensors[i].values, before.tensors[i].values);
        EXPECT_NE(file("copy.safetensors"), file());
        EXPECT_EQ((file("copy.safetensors").size() - file().size()) % 8, 0u) << "tensors stay aligned";
    }
    EXPECT_EQ(load_model(path_).axes, "") << "the original is never written";
}

TEST_F(EmbeddedAxes, TakeThePlaceOfEarlierOnes) {
    const Bytes original = file(), once = with_embedded_axes(original, "one", "m");
    const Bytes twice = with_embedded_axes(once, "another, and a longer one", "m");
    EXPECT_EQ(twice, with_embedded_axes(original, "another, and a longer one", "m"));
    EXPECT_EQ(with_embedded_axes(twice, "", "m"), original) << "bit for bit";
    EXPECT_EQ(sha256_without_axes(twice), sha256_hex(original));
}

/// So is where the eyes and the mouth lie; one changes nothing of the other.
TEST_F(EmbeddedAxes, StandBesideTheFacesAnchors) {
    const FaceAnchors anchors{{0.25, 0.5}, {0.75, 0.5}, {0.5, 0.8125}},
        others{{0.3, 0.4}, {0.7, 0.4}, {0.5, 0.7}};
    const Bytes original = file(), placed = with_embedded_anchors(original, anchors, "m");
    const Bytes with_axes = with_embedded_axes(original, "axes", "m"),
                both = with_embedded_axes(placed, "axes", "m");
    EXPECT_EQ(both, with_embedded_anchors(with_axes, anchors, "m"));
    EXPECT_EQ(both, with_embedded_anchors(with_embedded_anchors(with_axes, others, "m"), anchors, "m"));
    EXPECT_EQ(with_embedded_axes(both, "", "m"), placed) << "bit for bit";
    for (const Bytes& bytes : {placed, both}) {
        EXPECT_EQ(sha256_without_axes(bytes), sha256_hex(original));
        EXPECT_EQ((bytes.size() - original.size()) % 8, 0u) << "tensors stay aligned";
        write_file_atomically(folder_ / "copy.safetensors", bytes);
        const Model copy = load_model(folder_ / "copy.safetensors");
        EXPECT_EQ(copy.anchors, anchors);
        EXPECT_EQ(copy.axes, bytes == placed ? "" : "axes");
        EXPECT_EQ(copy.sha256, load_model(path_).sha256);
        save_model(folder_ / "saved.safetensors", copy);
        EXPECT_EQ(file("saved.safetensors"), bytes) << "saving keeps both";
    }
    EXPECT_EQ(load_model(path_).anchors, std::nullopt);
}

TEST_F(EmbeddedAxes, DamagedAnchorsAreNone) {
    for (const char* text :
         {"", "{}", "[1]", R"({"version":2,"left_eye":[0,0],"right_eye":[1,0],"mouth":[0,1]})",
          R"({"version":1,"left_eye":[0,0],"right_eye":[0,0],"mouth":[0,1]})",
          R"({"version":1,"left_eye":[0],"right_eye":[1,0],"mouth":[0,1]})",
          R"({"version":1,"left_eye":[0,0],"right_eye":[1,0],"mouth":[0.5,0.001]})"})
        EXPECT_EQ(anchors_from_json(text), std::nullopt) << text;
    EXPECT_TRUE(anchors_from_json(R"({"version":1,"left_eye":[0,0],"right_eye":[1,0],"mouth":[0.5,1]})"));
}

TEST_F(EmbeddedAxes, ArePartOfNoOtherFilesIdentity) {
    const auto own = [](const std::string& text) {
        const Bytes bytes = bytes_of(text);
        return sha256_without_axes(bytes) == sha256_hex(bytes);
    };
    const std::string length(8, '\x7f');
    EXPECT_TRUE(own(""));
    EXPECT_TRUE(own("short"));
    EXPECT_TRUE(own(length + R"({"__metadata__":{"progan_axes":")"));
    EXPECT_TRUE(own(length + R"({"__metadata__":{"progan_axes":"never closed)"));
    EXPECT_TRUE(own(length + R"({"__metadata__":{"progan_axes":"a\)"));
    EXPECT_TRUE(own(length + R"({"__metadata__":{"progan_axes":"alone"}})"));
    EXPECT_TRUE(own(std::string(8, '\0') + R"({"__metadata__":{"progan_axes":"1", "b":"c"}})"))
        << "longer than stated";
}

TEST_F(EmbeddedAxes, AreRefusedWhereTheyCannotBe) {
    const auto refused = [&](const std::filesystem::path& from, const std::filesystem::path& to) {
        return test::error_of([&] { copy_model_with_axes(from, to, "axes"); });
    };
    EXPECT_NE(refused(path_, path_).find("another name"), std::string::npos);
    EXPECT_NE(refused(path_, folder_ / "." / "model.safetensors").find("another name"), std::string::npos);
    write_file_atomically(folder_ / "page.safetensors", std::string_view("<html>"));
    EXPECT_NE(refused(folder_ / "page.safetensors", folder_ / "copy.safetensors").find("page.safetensors"),
              std::string::npos);
    EXPECT_NE(test::error_of(
                  [&] { with_embedded_axes(bytes_of(std::string(8, 'x') + R"({"a":{}})"), "axes", "m"); }),
              "no error");
    EXPECT_NE(test::error_of([&] {
                  with_embedded_axes(file(), std::string(kMaxEmbeddedAxesBytes, 'x'), "m");
              }).find("at most"),
              std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "copy.safetensors"));
}

}  // namespace
}  // namespace progan
