using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Server;

/// <summary>The part of a result that is looked at: one plane of rows and columns, two of vectors, or one for each colour;
/// places in its flat values.</summary>
/// <param name="Result">The result.</param>
/// <param name="Rows">Rows of a plane.</param>
/// <param name="Columns">Columns of a plane.</param>
/// <param name="Planes">1, 2 of vectors, or the number of colours.</param>
/// <param name="FirstEntry">The position or pixel with which a plane begins.</param>
/// <param name="Components">Values that lie side by side for each position or pixel.</param>
/// <param name="Component">The first that is looked at; further planes follow.</param>
internal readonly record struct PlaneSelection(
    ResultArray Result, int Rows, int Columns, int Planes, long FirstEntry, int Components, int Component)
{
    private const int MostValues = 1 << 24;

    /// <summary>Pixels of the detector that are one of a plane: its colours.</summary>
    public int Colors { get; private init; } = 1;

    /// <summary>Entries of a plane.</summary>
    public int Count => Rows * Columns;

    /// <summary>Selects of a result over the scan.</summary>
    /// <param name="result">The result.</param>
    /// <param name="scan">Axes of the scan.</param>
    /// <param name="member">Flat index over the axes before the last two.</param>
    /// <param name="component">Which of several values of each position; null: all, if they are one or two.</param>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    public static PlaneSelection OverScan(ResultArray result, Extent scan, long member, long? component)
    {
        var plane = ScanSelection.PlaneOf(scan);
        var members = plane.Count == 0 ? 0 : scan.Count / plane.Count;
        return member >= 0 && member < members
            ? Over(result, plane, member * plane.Count, scan.Count, component)
            : throw new ArgumentException($"Member {member}: there are {members}.");
    }

    /// <summary>Selects of a result over the detector; of frames in colour all colours, if no component is asked for.</summary>
    /// <inheritdoc cref="OverScan"/>
    public static PlaneSelection OverDetector(ResultArray result, Extent detector, long? component)
    {
        var plane = FrameColors.Plane(detector);
        if (detector.Rank == 3 && detector[2] == 1)
            component ??= 0;
        if (plane == detector)
            return Over(
                result,
                ScanSelection.PlaneOf(detector.Rank > 2 ? new(detector.Count / detector.Lengths[^1], detector.Lengths[^1]) : detector),
                0,
                detector.Count,
                component);
        var areAll = component is null && FrameColors.AreShown(detector) && result.Values.LongLength == detector.Count;
        if (component is null && !areAll)
            throw new ArgumentException(
                $"'{result.Name}' of shape {result.Shape} is no picture in color, which has three or four colors and nothing else: "
                + "choose one color first (--color, select-color), or say by \"component\" which of its values are shown, from 0.");
        var selection = Over(result, plane, 0, plane.Count, areAll ? 0 : component) with { Colors = FrameColors.Of(detector) };
        return areAll ? selection with { Planes = selection.Colors } : selection;
    }

    /// <summary>Selects of a result that follows neither: rows of its last axis, or of an array of images one image.</summary>
    /// <param name="result">The result.</param>
    /// <param name="detector">Axes of the detector: an array that ends with those of frames in colour holds such frames.</param>
    /// <param name="member">Which image: flat index over the axes before rows and columns; of fewer axes it says nothing. Colours that are
    /// not shown together are images of their own, the fastest.</param>
    /// <exception cref="ArgumentException">There is no such image, or it is too large to be looked at.</exception>
    public static PlaneSelection OfArray(ResultArray result, Extent detector, long member)
    {
        if (detector.Rank == 3 && detector.Count > 0 && result.Shape.EndsWith(detector))
            return OfFrames(result, detector, member);
        var (shape, rank) = (result.Shape, result.Shape.Rank);
        var columns = rank == 0 ? 1 : shape[rank - 1];
        var rows = rank > 2 ? shape[rank - 2] : columns == 0 ? 0 : result.Values.LongLength / columns;
        var images = rank > 2 && rows * columns > 0 ? result.Values.LongLength / (rows * columns) : 1;
        if (rows * columns > MostValues)
            throw new ArgumentException(
                $"'{result.Name}' has {rows:N0} × {columns:N0} values, which are too many to be looked at: save it as a file.");
        if (rank > 2 && (member < 0 || member >= images))
            throw new ArgumentException($"'{result.Name}' has {images:N0} images of {rows} × {columns}; there is no number {member}.");
        return new(result, (int)rows, (int)columns, 1, rank > 2 ? member * rows * columns : 0, 1, 0);
    }

    private static PlaneSelection OfFrames(ResultArray result, Extent detector, long member)
    {
        var (plane, colors) = (FrameColors.Plane(detector), FrameColors.Of(detector));
        var together = FrameColors.AreShown(detector) ? colors : 1;
        var images = result.Values.LongLength / (plane.Count * together);
        if (detector.Count > MostValues)
            throw new ArgumentException(
                $"'{result.Name}' has frames of {detector}, which are too large to be looked at: save it as a file.");
        if (member < 0 || member >= images)
            throw new ArgumentException($"'{result.Name}' has {images:N0} images of {plane}; there is no number {member}.");
        var (frame, color) = Math.DivRem(member * together, colors);
        return new(result, (int)plane[0], (int)plane[1], together, frame * plane.Count, colors, (int)color);
    }

    private static PlaneSelection Over(ResultArray result, Extent plane, long first, long entries, long? component)
    {
        var components = entries == 0 ? 1 : (int)(result.Values.LongLength / entries);
        if (component is null && components > 2)
            throw new ArgumentException($"'{result.Name}' has {components} values for each entry: \"component\" says which, from 0.");
        if (component is { } asked && (asked < 0 || asked >= components))
            throw new ArgumentException(
                $"'{result.Name}' has {components} value{(components == 1 ? "" : "s")} for each entry; there is no component {asked}.");
        return new(
            result, checked((int)plane[0]), checked((int)plane[1]),
            component is null ? components : 1, first, components, (int)(component ?? 0));
    }
}
