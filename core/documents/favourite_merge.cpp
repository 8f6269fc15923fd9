#include "core/documents/favourite_merge.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "core/support/fnv1a.h"

namespace progan {
namespace {

std::uint64_t mark_of(const Latent& latent) {
    Fnv1a mark;
    for (const float value : latent) mark.add_bits(std::bit_cast<std::uint32_t>(value), 32, 8);
    return mark.value();
}

/// A file of another program may not say which model a face is of.
bool is_same(const Favourite& a, const Favourite& b) {
    const bool one_model =
        a.model_sha256 == b.model_sha256 || a.model_sha256.empty() || b.model_sha256.empty();
    return one_model && same_face(a, b);
}

void add_missing(const std::vector<std::string>& from, std::vector<std::string>& to) {
    for (const std::string& text : from)
        if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

void fill(const Favourite& other, Favourite& own) {
    add_missing(other.tags, own.tags);
    add_missing(other.albums, own.albums);
    if (own.rating == 0) own.rating = other.rating;
    if (!own.seed) own.seed = other.seed;
    for (const auto text :
         {&Favourite::created, &Favourite::model_sha256, &Favourite::model_name, &Favourite::image})
        if ((own.*text).empty()) own.*text = other.*text;
    if (own.name.empty()) own.name = other.name;
    if (own.edit_name.empty()) own.edit_name = other.edit_name;
}

/// Where one's own faces are, by id and by latent.
class Places {
  public:
    explicit Places(const std::vector<Favourite>& own) : own_(own) {
        for (std::size_t i = 0; i < own.size(); ++i) {
            by_id_.emplace(own[i].id, i);
            by_latent_.emplace(mark_of(own[i].latent), i);
        }
    }
    bool has_id(const std::string& id) const { return by_id_.contains(id); }
    /// own.size() if it is not there.
    std::size_t find(const Favourite& face) const {
        const auto with_id = by_id_.find(face.id);
        if (with_id != by_id_.end() && is_same(own_[with_id->second], face)) return with_id->second;
        std::size_t first = own_.size();
        const auto [begin, end] = by_latent_.equal_range(mark_of(face.latent));
        for (auto at = begin; at != end; ++at)
            if (is_same(own_[at->second], face)) first = std::min(first, at->second);
        return first;
    }

  private:
    const std::vector<Favourite>& own_;
    std::unordered_map<std::string, std::size_t> by_id_;
    std::unordered_multimap<std::uint64_t, std::size_t> by_latent_;
};

}  // namespace

MergedFavourites merge_favourites(std::vector<Favourite> own, const std::vector<Favourite>& others) {
    MergedFavourites merged{own};
    const Places places(own);
    for (const Favourite& other : others) {
        const std::size_t at = places.find(other);
        if (at == own.size()) {
            ++merged.added;
            merged.favourites.push_back(other);
            if (!places.has_id(other.id)) continue;
            merged.favourites.back().id = new_favourite_id();
            merged.favourites.back().image.clear();  // named after the id, which is another face's here
        } else {
            ++merged.here;
            fill(other, merged.favourites[at]);
        }
    }
    for (std::size_t i = 0; i < own.size(); ++i)
        if (!(merged.favourites[i] == own[i])) ++merged.fuller;
    return merged;
}

}  // namespace progan
