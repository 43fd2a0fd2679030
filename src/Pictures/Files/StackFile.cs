using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>
/// Writes a result as a TIFF picture, or as a stack with a page for each picture of a series and each component, ring or mask.
/// </summary>
internal static class StackFile
{
    /// <summary>Writes an array.</summary>
    /// <exception cref="ArgumentException">The array holds no value, too many, or complex ones.</exception>
    public static void Write(Stream stream, NamedArray array, RunRecord? run)
    {
        var planes = ImagePlanes.Of(array);
        var vector = 1;
        for (var axis = array.Shape.Length - array.VectorAxes; axis < array.Shape.Length; axis++)
            vector *= (int)array.Shape[axis];
        vector /= planes.Samples;
        var calibration = new TiffCalibration
        {
            Axes = array.ImageAxes(),
            ValueUnit = array.Unit,
            Labels = Labels(array, planes, vector),
            Notes = run is null ? "" : $"{run.Analysis} of {run.Source}, {RunRecord.Program}",
            Graph = run?.Graph ?? "",
        };
        switch (array.Type)
        {
            case ElementType.U8: Save((byte[])array.Values); break;
            case ElementType.U16: Save((ushort[])array.Values); break;
            case ElementType.U32: Save((uint[])array.Values); break;
            case ElementType.U64 when ((ulong[])array.Values).All(static value => value <= uint.MaxValue):
                // Most programs read integers of at most 32 bits: counts that fit are written so, exactly.
                Save(Array.ConvertAll((ulong[])array.Values, static value => (uint)value));
                break;
            default:
                // Everything else as single precision, which every program reads; .npy keeps the exact values.
                Save(Array.ConvertAll(array.ToDoubles(), static value => (float)value));
                break;
        }

        void Save<T>(T[] values)
            where T : unmanaged
            => TiffWriter.Write<T>(
                stream, planes.PageByPage(values, vector), planes.Pages, planes.Rows, planes.Columns, calibration, planes.Samples);
    }

    // Which page is what, in the order of the pages; colours are in one page together.
    private static string Labels(NamedArray array, ImagePlanes planes, int vector)
    {
        var first = array.Shape.Length - array.VectorAxes;
        if (planes.Pages == 1 || array.Axes.Length != array.Shape.Length)
            return "";
        var names = Enumerable.Range(0, array.Shape.Length - (array.IsColor ? 1 : 0))
            .Where(axis => axis < first - 2 || axis >= first)
            .Where(axis => array.Shape[axis] > 1 || vector == planes.Pages);
        return string.Join(" × ", names.Select(axis => $"{array.Axes[axis].Name} ({array.Shape[axis]})"));
    }
}
