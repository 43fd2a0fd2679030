using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Zarr;

/// <summary>What a store that was written here keeps of a scan, among the attributes of the group that holds the frames.</summary>
internal static class ZarrCarried
{
    /// <summary>Reads it.</summary>
    /// <param name="store">The store, for messages.</param>
    /// <param name="attributes">Attributes of the group.</param>
    /// <param name="array">The frames.</param>
    /// <returns>Null: there is none, or it is about other data.</returns>
    /// <exception cref="SourceException">It is damaged.</exception>
    public static CarriedScan? Of(ZarrStore store, JsonElement attributes, ZarrArray array)
    {
        if (attributes.Member(StoreDocument.Carried) is not { ValueKind: JsonValueKind.Object } found)
            return null;
        try
        {
            var json = JsonObject.Create(found)!;
            var carried = CarriedJson.Read(json);
            if (CarriedJson.TypeOf(json) != array.Type.Type.Name() || carried.DetectorAxesOf(array.Shape.AsSpan()) is null)
                return null;
            carried = CarriedJson.Masked(json, carried, new Extent(carried.Detector.AsSpan()).Count);
            return carried.IsPlausible ? carried : throw new FormatException("its numbers are inconsistent");
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new SourceException(
                store.Path, $"the attribute '{StoreDocument.Carried}' is damaged: {e.Message.TrimEnd('.')}; remove it to read the data "
                    + "without it.", offset: null, e);
        }
    }
}
