using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Empad;

/// <summary>Opens a scan of the EMPAD.</summary>
internal static class EmpadScan
{
    private const double NanometresPerMetre = 1e9;

    /// <param name="path">The frames or the description.</param>
    /// <param name="isDescription">Which of them.</param>
    /// <param name="options">The scan's shape, where nothing says it.</param>
    /// <exception cref="SourceException">One of them is damaged or missing.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static IFrameSource Open(string path, bool isDescription, OpenOptions options)
    {
        var description = isDescription ? EmpadDescription.Read(path) : EmpadFiles.DescriptionOf(path, options);
        using var file = HeaderReader.Open(isDescription ? EmpadFiles.FramesOf(description!, options) : path);
        var size = EmpadShape.Decide(file, description, options);
        if (size.Stride == EmpadFrames.PlainBytes)
            EmpadFrames.RequireNumbers(file);
        var shape = new DataShape(size.Scan.Scan, new Extent(EmpadFrames.Side, EmpadFrames.Side));
        var pixel = PixelOf(description);
        var info = new SourceInfo("EMPAD", path)
        {
            Files = isDescription ? [path, file.Path] : [path],
            FilesBeside = !isDescription && description is not null ? [description.Path] : [],
            Axes = FrameAxes.Of(shape, size.Told, StepsOf(description, size.Told), pixel, pixel),
            Facts =
            [
                .. description?.Facts ?? [],
                .. description?.FieldMetres is not null || pixel.IsCalibrated
                    ? [new("calibration", "recorded: the description (.xml) of the scan")]
                    : (Fact[])[],
            ],
            Notes = [.. options.Remarks, .. size.Notes],
            UnknownScanShape = size.Scan.Unknown,
        };
        return new FlatFrameSource(
            info,
            shape,
            ElementType.F32,
            [new(file.Path, new(0, EmpadFrames.PlainBytes, size.Stride, sizeof(float), IsBigEndian: false), size.Frames)]);
    }

    private static Axis[] StepsOf(EmpadDescription? description, Extent? told)
    {
        if (told is not { Rank: 2 } scan)
            return [FrameAxes.Unknown];
        return description?.FieldMetres is { } field
            ? [
                FrameAxes.Step(field.Height * NanometresPerMetre / scan[0], "nm"),
                FrameAxes.Step(field.Width * NanometresPerMetre / scan[1], "nm"),
            ]
            : [FrameAxes.Unknown, FrameAxes.Unknown];
    }

    // The axis of the microscope goes through the middle of the detector.
    private static Axis PixelOf(EmpadDescription? description)
    {
        var (step, unit) = description switch
        {
            { PixelPerNanometre: { } perNanometre } => (perNanometre, "1/nm"),
            { PixelRadians: { } radians } => (radians * 1000, "mrad"),
            _ => (0, ""),
        };
        return FrameAxes.Step(step, unit, -step * EmpadFrames.Side / 2);
    }
}
