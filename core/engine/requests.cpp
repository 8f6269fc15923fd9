#include "core/engine/requests.h"

#include <utility>

namespace progan {

void RenderRequest::add(Latent latent, const ChannelEdits& changed) {
    latents.push_back(std::move(latent));
    if (changed.empty() && edits.empty()) return;
    edits.resize(latents.size());
    edits.back() = changed;
}

const ChannelEdits& RenderRequest::edits_of(std::size_t index) const {
    static const ChannelEdits none;
    return index < edits.size() ? edits[index] : none;
}

}  // namespace progan
