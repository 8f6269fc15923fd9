#include "app/cli/label_features.h"

#include <utility>
#include <vector>

#include "core/labels/joined_features.h"
#include "core/labels/picture_basis.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "core/train/discriminator_features.h"
#include "core/train/train_library.h"

namespace progan::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = "discriminator.safetensors";
constexpr const char* kBasis = "colours and edges at several scales";

/// That of the run whose model or snapshot it is; empty if there is none.
fs::path discriminator_of(const fs::path& model) {
    const fs::path folder = fs::absolute(model).parent_path();
    std::error_code ignored;
    if (fs::exists(folder / kFile, ignored)) return model.parent_path() / kFile;
    if (folder.filename() == "snapshots" && fs::exists(folder.parent_path() / kFile, ignored))
        return (model.parent_path() / ".." / kFile).lexically_normal();
    return {};
}

fs::path library_for(const fs::path& discriminator) {
    try {
        fs::path library = find_torch_library();
        train_library(library);
        return library;
    } catch (const Error& error) {
        throw Error("{} cannot be used without LibTorch: {}", discriminator.string(), error.what());
    }
}

LabelFeatures with_discriminator(const fs::path& file, int side, const std::string& device) {
    const fs::path library = library_for(file);
    std::vector<std::shared_ptr<const PictureFeatures>> parts{
        std::make_shared<PictureBasis>(side),
        std::make_shared<DiscriminatorFeatures>(library, file, side,
                                                device.starts_with("cuda") ? device : "cpu")};
    return {std::make_shared<JoinedFeatures>(std::move(parts)), file,
            fmt::format("Learned from {}, and from the features of {}.", kBasis, file.string())};
}

}  // namespace

LabelFeatures label_features(const fs::path& given, const fs::path& model, int side,
                             const std::string& device) {
    if (!given.empty()) return with_discriminator(given, side, device);
    std::string told = fmt::format("Learned from {}.", kBasis);
    if (const fs::path beside = discriminator_of(model); !beside.empty()) {
        try {
            return with_discriminator(beside, side, device);
        } catch (const Error& error) {
            told += fmt::format(" The discriminator next to the model was not used: {}", error.what());
        }
    }
    return {std::make_shared<PictureBasis>(side), {}, std::move(told)};
}

}  // namespace progan::cli
