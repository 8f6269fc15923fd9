// Checkpoints of other code bases (tests/data/checkpoints, written by checkpoints/make_checkpoints.py beside
// this file) against the images that those code bases' own arithmetic makes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/import/import.h"
#include "core/model/devices/local_backend.h"
#include "core/support/paths.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/import/reads_hdf5.h"

namespace progan {
namespace {

namespace fs = std::filesystem;
using test::error_of;

std::vector<std::string> cases(const std::string& kind) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(PROGAN_TEST_DATA "/checkpoints/" + kind))
        if (test::kReadsHdf5 || !entry.path().filename().string().starts_with("keras"))
            names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<float> read_floats(const fs::path& path) {
    std::vector<float> values(fs::file_size(path) / sizeof(float));
    std::ifstream(path, std::ios::binary)
        .read(reinterpret_cast<char*>(values.data()),
              static_cast<std::streamsize>(values.size() * sizeof(float)));
    return values;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

struct Case {
    fs::path folder;
    nlohmann::json expect;
    fs::path file() const { return folder / expect["file"].get<std::string>(); }
    ImportOptions options() const {
        ImportOptions options;
        for (const auto& [name, option] : {std::pair{"level", &options.level}, {"label", &options.label}})
            if (const auto given = expect["options"].find(name); given != expect["options"].end())
                *option = given->get<int>();
        return options;
    }
};

Case open_case(const std::string& kind, const std::string& name) {
    const fs::path folder = fs::path(PROGAN_TEST_DATA "/checkpoints") / kind / name;
    return {folder, nlohmann::json::parse(std::ifstream(folder / "expect.json"))};
}

std::string origin_text(const Model& model) {
    std::string text;
    for (const OriginFact& fact : model.origin) text += fact.what + ": " + fact.value + "\n";
    return text;
}

/// The largest difference to the images that the code base's own arithmetic makes.
double difference_to_reference(const Model& model, const Case& example) {
    static const std::unique_ptr<Backend> backend = open_local_backend();
    const std::unique_ptr<Generator> generator = backend->create(model, "cpu");
    const std::vector<float> latents = read_floats(example.folder / "latents.bin"),
                             images = read_floats(example.folder / "images.bin");
    const auto latent = static_cast<std::size_t>(model.spec.latent_size);
    const std::size_t count = latents.size() / latent, pixels = images.size() / count;
    double worst = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::vector<float> made = generator->generate_values(
            std::span(latents).subspan(i * latent, latent), model.spec.last_level, model.spec.alpha);
        if (made.size() != pixels) return 1e9;
        for (std::size_t j = 0; j < pixels; ++j) {
            const double difference = std::abs(static_cast<double>(made[j]) - images[i * pixels + j]);
            if (!(difference <= worst)) worst = difference;
        }
    }
    return worst;
}

class GoodCheckpoint : public testing::TestWithParam<std::string> {};

TEST_P(GoodCheckpoint, MakesTheImagesOfItsCodeBase) {
    const Case example = open_case("good", GetParam());
    const Model model = import_checkpoint(example.file(), example.options());
    const ModelSpec& spec = model.spec;
    EXPECT_EQ(spec.latent_size, example.expect["latent_size"]);
    EXPECT_EQ(spec.channels, example.expect["channels"].get<std::vector<int>>());
    EXPECT_EQ(resolution(spec.last_level), example.expect["side"]);
    EXPECT_NEAR(spec.alpha, example.expect["alpha"].get<double>(), 1e-6);
    EXPECT_EQ(spec.normalize_latent, example.expect["normalize_latent"]);
    EXPECT_EQ(spec.output_min, example.expect["output_min"]);
    EXPECT_EQ(model.sha256.size(), 64u);
    EXPECT_LT(difference_to_reference(model, example), example.expect["tolerance"].get<double>());

    const std::string text = origin_text(model);
    EXPECT_NE(text.find("Dialect: " + example.expect["dialect"].get<std::string>() + "\n"), std::string::npos)
        << text;
    EXPECT_EQ(text.find("moving average") != std::string::npos, example.expect["ema"].get<bool>()) << text;
    for (const std::string word : example.expect["words"])
        EXPECT_NE(lower(text).find(word), std::string::npos) << word << " in\n" << text;
}

TEST_P(GoodCheckpoint, IsRecognizedWhateverItsName) {
    const Case example = open_case("good", GetParam());
    const fs::path folder =
        fs::temp_directory_path() / ("progan-" + std::to_string(getpid()) + "-" + GetParam());
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::path renamed = folder / "renamed.whatever";
    fs::copy(example.file(), renamed, fs::copy_options::recursive);
    if (example.file().extension() == ".index") {  // TensorFlow's shards are found by the index's name
        renamed = folder / "renamed.index";
        fs::copy(example.file(), renamed);
        fs::copy(fs::path(example.file()).replace_extension(".data-00000-of-00001"),
                 folder / "renamed.data-00000-of-00001");
    }
    const Model model = import_checkpoint(renamed, example.options());
    fs::remove_all(folder);
    EXPECT_NE(origin_text(model).find("Dialect: " + example.expect["dialect"].get<std::string>()),
              std::string::npos);
}

TEST_P(GoodCheckpoint, ConvertedItIsTheSameModel) {
    const Case example = open_case("good", GetParam());
    const Model model = open_any_model(example.file(), example.options());
    const fs::path path = fs::temp_directory_path() /
                          ("progan-" + std::to_string(getpid()) + "-" + GetParam() + ".safetensors");
    save_model(path, model);
    const Model again = open_any_model(path);
    fs::remove(path);
    EXPECT_EQ(again.spec, model.spec);
    EXPECT_EQ(again.origin, model.origin);
    ASSERT_EQ(again.tensors.size(), model.tensors.size());
    for (std::size_t i = 0; i < model.tensors.size(); ++i)
        EXPECT_EQ(again.tensors[i].values, model.tensors[i].values) << model.tensors[i].name;
}

INSTANTIATE_TEST_SUITE_P(Import, GoodCheckpoint, testing::ValuesIn(cases("good")),
                         [](const auto& parameter) { return parameter.param; });

class RefusedCheckpoint : public testing::TestWithParam<std::string> {};

TEST_P(RefusedCheckpoint, SaysWhatItIsInOneSentence) {
    const Case example = open_case("refused", GetParam());
    const std::string sentence = error_of([&] { open_any_model(example.file()); });
    EXPECT_EQ(sentence.rfind(example.folder.string(), 0), 0u) << "names the file first: " << sentence;
    EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
    EXPECT_EQ(sentence.back(), '.') << sentence;
    for (const std::string word : example.expect["words"])
        EXPECT_NE(lower(sentence).find(word), std::string::npos) << word << " in: " << sentence;
}

INSTANTIATE_TEST_SUITE_P(Import, RefusedCheckpoint, testing::ValuesIn(cases("refused")),
                         [](const auto& parameter) { return parameter.param; });

TEST(Import, ACallInAPickleIsNeverMade) {
    const Case example = open_case("good", "nvidia_beside_os_system");
    std::ifstream file(example.file(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    ASSERT_NE(bytes.find("touch PWNED"), std::string::npos) << "the checkpoint has lost its sting";
    fs::remove("PWNED");
    import_checkpoint(example.file());
    EXPECT_FALSE(fs::exists("PWNED"));
}

TEST(Import, ADialectCanBeAskedFor) {
    const Case example = open_case("good", "gan_zoo");
    ImportOptions options;
    options.dialect = "gan_zoo";
    EXPECT_NO_THROW(import_checkpoint(example.file(), options));
    options.dialect = "aladdin";
    EXPECT_NE(error_of([&] { import_checkpoint(example.file(), options); }).find("does not look like"),
              std::string::npos);
    options.dialect = "esperanto";
    const std::string sentence = error_of([&] { import_checkpoint(example.file(), options); });
    EXPECT_NE(sentence.find("'esperanto'"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("gan_zoo"), std::string::npos) << sentence;
}

TEST(Import, ALevelThatIsNotThereIsRefusedWithThoseThatAre) {
    const Case example = open_case("good", "gan_zoo");
    ImportOptions options;
    options.level = 7;
    const std::string sentence = error_of([&] { import_checkpoint(example.file(), options); });
    EXPECT_NE(sentence.find("no level 7"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("2 (16 x 16)"), std::string::npos) << sentence;
    const Case one_head = open_case("good", "ptrblck");
    options.level = 0;
    EXPECT_NE(error_of([&] { import_checkpoint(one_head.file(), options); }).find("no level 0"),
              std::string::npos);
}

TEST(Import, IsCancelledWhereProgressIsReported) {
    const Case example = open_case("good", "nvidia");
    int reports = 0;
    EXPECT_THROW(import_checkpoint(example.file(), {},
                                   [&](std::int64_t, std::int64_t) {
                                       if (++reports == 2) throw Cancelled();
                                   }),
                 Cancelled);
}

}  // namespace
}  // namespace progan
