using System.Text.Json;

namespace Ronchi.Sources.Zarr;

/// <summary>A group or an array of a store.</summary>
/// <param name="Path">Its path; empty: the root.</param>
/// <param name="Array">The array; null: it is a group.</param>
/// <param name="Attributes">What is said of it.</param>
internal sealed record ZarrNode(string Path, ZarrArray? Array, JsonElement Attributes);
