#include "app/explorer/platform/system_fonts.h"

#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <string>

namespace progan {
namespace {

struct Destroy {
    void operator()(FcConfig* config) const { FcConfigDestroy(config); }
    void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
    void operator()(FcFontSet* set) const { FcFontSetDestroy(set); }
};
template <class Thing>
using Owned = std::unique_ptr<Thing, Destroy>;

const FcChar8* as_fc(const char* text) {
    return reinterpret_cast<const FcChar8*>(text);
}

bool is(FcPattern* font, const char* property, bool if_unknown) {
    FcBool value = FcFalse;
    return FcPatternGetBool(font, property, 0, &value) == FcResultMatch ? value == FcTrue : if_unknown;
}

bool has(FcPattern* font, unsigned code_point) {
    FcCharSet* characters = nullptr;
    return FcPatternGetCharSet(font, FC_CHARSET, 0, &characters) == FcResultMatch &&
           FcCharSetHasChar(characters, code_point) == FcTrue;
}

}  // namespace

struct SystemFonts::Listing {
    Owned<FcConfig> config;
    Owned<FcFontSet> fonts;  ///< best first

    Listing() : config(FcInitLoadConfigAndFonts()) {
        const Owned<FcPattern> wanted(FcPatternCreate());
        if (!config || !wanted) return;
        FcPatternAddString(wanted.get(), FC_FAMILY, as_fc("sans-serif"));
        FcPatternAddInteger(wanted.get(), FC_WEIGHT, FC_WEIGHT_REGULAR);
        FcPatternAddInteger(wanted.get(), FC_SLANT, FC_SLANT_ROMAN);
        FcConfigSubstitute(config.get(), wanted.get(), FcMatchPattern);
        FcDefaultSubstitute(wanted.get());
        FcResult result = FcResultMatch;
        fonts.reset(FcFontSort(config.get(), wanted.get(), FcFalse, nullptr, &result));
    }
};

SystemFonts::SystemFonts() = default;
SystemFonts::~SystemFonts() = default;

const FontFile* SystemFonts::font_with(unsigned code_point) {
    if (!listing_) listing_ = std::make_unique<Listing>();
    if (!listing_->fonts) return nullptr;
    for (int i = 0; i < listing_->fonts->nfont; ++i) {
        FcPattern* font = listing_->fonts->fonts[i];
        if (!is(font, FC_OUTLINE, false) || is(font, FC_COLOR, false) || !has(font, code_point)) continue;
        FcChar8* name = nullptr;
        int index = 0;
        if (FcPatternGetString(font, FC_FILE, 0, &name) != FcResultMatch) continue;
        FcPatternGetInteger(font, FC_INDEX, 0, &index);
        index &= 0xffff;  // above it: which instance of a variable font
        const std::filesystem::path path = reinterpret_cast<const char*>(name);
        const auto known = std::find_if(opened_.begin(), opened_.end(), [&](const auto& opened) {
            return opened->path() == path && opened->index() == index;
        });
        const FontFile& file =
            known != opened_.end() ? **known : *opened_.emplace_back(std::make_unique<FontFile>(path, index));
        if (file.holds(code_point)) return &file;
    }
    return nullptr;
}

}  // namespace progan
