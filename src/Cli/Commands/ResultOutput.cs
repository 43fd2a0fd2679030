using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary>One file that a run writes: checked before the run, complete or absent after it.</summary>
/// <param name="Path">The file; its extension says what is written. <c>-</c>: one result as .npy to standard output.</param>
/// <param name="Result">The result to write; null: all there are.</param>
/// <param name="Overwrite">Whether a file of that name is replaced.</param>
/// <param name="IsPlainPicture">Whether a picture is the bare image, without colour bar and scale bar.</param>
internal sealed record ResultOutput(string Path, string? Result, bool Overwrite, bool IsPlainPicture = false)
{
    /// <summary>Whether it goes to standard output, for another program to read.</summary>
    public bool IsStandardOutput => Path is "-" or "/dev/stdout";

    /// <summary>Refuses options that would say something of files that are not there, and one file for two outputs.</summary>
    /// <param name="files">All that are to be written.</param>
    /// <param name="result">The result that was chosen; null: none.</param>
    /// <param name="isPlainPicture">Whether pictures are to be bare.</param>
    /// <exception cref="ArgumentException">An option has nothing to act on, or a file is named twice or not at all.</exception>
    public static void CheckTogether(IReadOnlyList<ResultOutput> files, string? result, bool isPlainPicture)
    {
        if (files.Any(static file => file.Path.Length == 0))
            throw new ArgumentException("-o: the name of the file is empty.");
        if (result is not null && files.Count == 0)
            throw new ArgumentException("--result chooses what a file holds: name the file with -o, or leave --result out.");
        if (isPlainPicture && !files.Any(static file => file.Path.EndsWith(".png", StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException("--plain-picture is for .png files: write one with -o NAME.png, or leave --plain-picture out.");
        if (files.Where(static file => !file.IsStandardOutput).GroupBy(static file => System.IO.Path.GetFullPath(file.Path), StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"{twice.First().Path}: the file was named {twice.Count()} times with -o; name it once.");
    }

    /// <summary>Refuses what cannot be written, from what the UDF declares for these data.</summary>
    /// <exception cref="ArgumentException">There is no such result, the data are read from this file, or the kind of file cannot hold the results.</exception>
    /// <exception cref="IOException">The file exists and is not to be replaced, or its folder does not exist.</exception>
    public void Check(IEnumerable<BufferDeclaration> declared, Scan scan)
    {
        var data = scan.Shape;
        var results = declared.Where(static buffer => buffer.Use is BufferUse.Result or BufferUse.ResultOnly).ToList();
        var names = results.ConvertAll(static buffer => buffer.Name);
        if (names.Count == 0)
            throw new ArgumentException($"{Path}: this analysis gives no result that could be written; leave -o out.");
        if (Result is not null && !names.Contains(Result))
            throw new ArgumentException($"--result: no result '{Result}', only {string.Join(", ", names.Select(static name => $"'{name}'"))}.");
        if (results.Find(result => result.ElementType == ElementType.Object && (Result is null || Result == result.Name)) is { } objects && !Path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{Path}: '{objects.Name}' holds entries of different lengths, which only an .npz keeps.");
        if (!IsStandardOutput)
        {
            OwnFiles.Refuse(Path, scan.Info);
            ArrayFile.Check(Path, Result is null ? names : [Result], Overwrite);
            foreach (var result in results.Where(result => Result is null || result.Name == Result))
                ArrayFile.CheckPicture(Path, result.Name, result.ElementType, result.Shape(data), result.Kind == ResultKind.Single ? 0 : result.Extra.Rank);
        }
        else if (Result is null && names.Count != 1)
            throw new ArgumentException($"-o -: standard output takes one result, and there are {names.Count} ({string.Join(", ", names)}): choose one with --result NAME.");
        else if (!Console.IsOutputRedirected)
            throw new ArgumentException("-o -: standard output is a terminal, and .npy is binary: redirect it, as in -o - > image.npy.");
    }

    /// <summary>Writes the results of a run over <paramref name="data"/>, and where they come from.</summary>
    /// <exception cref="IOException">The disk is full or the folder is gone; nothing is left behind.</exception>
    public void Write(ResultSet results, DataDescription data, RunRecord run)
    {
        var arrays = new List<NamedArray>();
        var isDetector = false;
        foreach (var result in results)
        {
            if (result.Use != BufferUse.Result || (Result is not null && result.Name != Result))
                continue;
            if (result.ElementType == ElementType.Object)
                arrays.AddRange(RaggedArray.Of(result));
            else
                arrays.Add(NamedArray.Of(result, data));
            isDetector = result.Kind == ResultKind.Detector;
        }

        if (IsStandardOutput)
        {
            using var output = Console.OpenStandardOutput();
            NpyWriter.Write(output, arrays[0]);
            return;
        }

        if (Path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
            arrays.AddRange(MeasurementMasks.Of(results, data).Where(mask => !arrays.Exists(array => array.Name == mask.Name)));

        var picture = (isDetector ? PictureOptions.ForDetector : PictureOptions.ForScan) with { HasLegend = !IsPlainPicture, Axis = ColumnAxis(data, isDetector) };
        ArrayFile.Save(Path, arrays, Overwrite, picture, run);
        // What lay beside a file that was replaced describes that file, not this one.
        if (!Overwrite || Calibration.FileFor(Path) is not { } described || !File.Exists(described))
            return;
        File.Delete(described);
        Console.Error.WriteLine($"note: removed {described}, which described the file that was replaced.");
    }

    private static Axis? ColumnAxis(DataDescription data, bool isDetector)
    {
        var rank = isDetector ? data.Shape.Full.Rank : data.Shape.Scan.Rank;
        return data.Axes.Length == data.Shape.Full.Rank && rank > 0 ? data.Axes[rank - 1] : null;
    }
}
