// Faces around the current one, children of several, and arithmetic. What is shown is computed from
// the state in every frame and cheap; the pictures come from Thumbnails. One thread (the window's).
#pragma once

#include <string>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "core/support/clock.h"

namespace progan {

class GridController {
  public:
    explicit GridController(const FeatureContext& context)
        : state_(context.state), actions_(context.actions) {}
    GridController(const GridController&) = delete;
    GridController& operator=(const GridController&) = delete;

    void set_side(int side);  ///< 3 or 5
    void set_radius(float degrees);
    /// As in GridState; what the model does not have is random.
    void set_directions(const std::string& across, const std::string& down);
    void new_directions();  ///< other random ones
    /// side x side faces row by row, the current one in the middle. Empty without a model. Throws Error if
    /// its latents have no room for two directions.
    std::vector<NamedLatent> neighbors() const;
    /// Degrees of a neighbor along the two directions.
    struct Offset {
        double across, down;
    };
    Offset offset(std::size_t index) const;

    void add_parent(NamedLatent face);  ///< an existing one is not added again
    void remove_parent(std::size_t index);
    void clear_parents() { state_.grid.parents.clear(); }
    void set_mutation(float degrees);
    void new_children() { ++state_.grid.children; }
    /// side x side faces; empty while there are fewer than two parents.
    std::vector<NamedLatent> children() const;

    void set_term(std::size_t index, NamedLatent face) { state_.grid.terms.at(index) = std::move(face); }
    /// Terms A, B, C are there. Throws Error if they cancel out.
    NamedLatent sum() const;

    /// The face becomes the current one.
    void go_to(const NamedLatent& face) { actions_.show_latent(face); }

    /// Once a frame: after another model was opened, what no longer fits goes.
    void tick(Time now);
    std::optional<Time> next_tick() const { return std::nullopt; }

  private:
    Latent direction(const std::string& id, const Latent& z) const;

    AppState& state_;
    FaceActions& actions_;
    std::uint64_t epoch_ = 0;
};

/// "Component 12", an axis' name, or "Random direction".
std::string direction_name(const AppState& state, const std::string& id);
/// The id of a raw component in GridState.
std::string component_direction(std::size_t index);

}  // namespace progan
