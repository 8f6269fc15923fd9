#include "core/engine/model_sample.h"

#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <vector>

#include "core/files/atomic_file.h"
#include "core/files/json_reader.h"
#include "core/files/sha256.h"
#include "core/image/contact_sheet.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr const char* kKeyword = "progan_model_sample";
constexpr std::size_t kMaxName = 1000;         // bytes
constexpr std::size_t kMaxKeptFile = 1 << 20;  // bytes

/// One file per model, so that the folder does not grow with every change of it.
fs::path kept_path(const fs::path& folder, const fs::path& model) {
    const std::string name = model.string();
    return folder / (sha256_hex(std::as_bytes(std::span(name))).substr(0, 16) + ".png");
}

std::string facts_text(const ModelSample& sample, const FileStamp& stamp) {
    const nlohmann::json json = {
        {"version", 2},           {"bytes", stamp.bytes}, {"modified", stamp.modified},
        {"name", sample.name},    {"side", sample.side},  {"latent_size", sample.latent_size},
        {"sha256", sample.sha256}};
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Throws Error if it is damaged or tells of another state of the file.
ModelSample read_kept(const fs::path& path, const FileStamp& stamp) {
    const std::string bytes = read_text_file(path, kMaxKeptFile);
    const std::string name = path.string();
    const nlohmann::json document = parse_json(png_text(bytes, kKeyword, name), name);
    const JsonReader json(document, name);
    json.version(2, "a model's sample");
    constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
    if (json.member("bytes").integer(0, kAny) != static_cast<std::int64_t>(stamp.bytes) ||
        json.member("modified").integer(std::numeric_limits<std::int64_t>::min(), kAny) != stamp.modified)
        throw Error("{} belongs to another version of the model.", name);
    ModelSample sample;
    sample.name = json.member("name").text(0, kMaxName);
    sample.side = static_cast<int>(json.member("side").integer(1, 16384));
    sample.latent_size = static_cast<int>(json.member("latent_size").integer(1, kMaxLatentSize));
    sample.sha256 = json.member("sha256").text(0, kMaxName);
    sample.faces = decode_png(bytes, name).image;
    if (sample.faces.width != kSampleFaces * kSampleSide || sample.faces.height != kSampleSide)
        throw Error("{} has the wrong size.", name);
    return sample;
}

std::optional<ModelSample> kept_sample(const fs::path& path, const FileStamp& stamp) {
    try {
        return read_kept(path, stamp);
    } catch (const Error&) {
        return std::nullopt;  // it is made again
    }
}

ModelSample make_sample(Model model, const ProgressReport& progress) {
    const ModelSpec spec = model.spec;
    const std::string sha256 = model.sha256;
    const std::unique_ptr<Generator> generator = make_cpu_generator(std::move(model), {.threads = 1});
    std::vector<Image> faces;
    for (std::uint32_t seed = 1; seed <= kSampleFaces; ++seed) {
        if (progress) progress(seed - 1, kSampleFaces);
        const Latent latent =
            latent_from_seed(seed, static_cast<std::size_t>(spec.latent_size), SeedMode::numpy);
        const Image face = generator->generate(latent, spec.last_level, spec.alpha);
        faces.push_back(resize(face, kSampleSide, kSampleSide, ResizeFilter::smooth));
    }
    return {spec.name.substr(0, kMaxName), resolution(spec.last_level), spec.latent_size, sha256,
            contact_sheet(faces, {.columns = kSampleFaces, .gap = 0, .captions = {}})};
}

void keep(const ModelSample& sample, const FileStamp& stamp, const fs::path& path) {
    try {
        fs::create_directories(path.parent_path());
        write_file_atomically(path, encode_png(sample.faces, {kKeyword, facts_text(sample, stamp)}));
    } catch (const std::exception&) {  // it is made again
    }
}

}  // namespace

FileStamp stamp_of(const fs::path& path) {
    std::error_code error;
    const fs::file_time_type modified = fs::last_write_time(path, error);
    if (error) return {};
    const std::uintmax_t bytes = fs::is_directory(path, error) ? 0 : fs::file_size(path, error);
    return {error ? 0 : bytes, modified.time_since_epoch().count()};
}

ModelSample sample_of_model(const fs::path& path, const LoadModel& load, const fs::path& folder,
                            const ProgressReport& progress) {
    const FileStamp stamp = stamp_of(path);
    const fs::path kept = kept_path(folder, path);
    if (std::optional<ModelSample> sample = kept_sample(kept, stamp)) return std::move(*sample);
    ModelSample sample = make_sample(load(path.string(), progress), progress);
    keep(sample, stamp, kept);
    return sample;
}

}  // namespace progan
