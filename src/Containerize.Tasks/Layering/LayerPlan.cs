namespace Containerize.Layering;

/// <summary>What goes into which layer, deepest first. No layer is empty.</summary>
internal sealed record LayerPlan(IReadOnlyList<PlannedLayer> Layers);
