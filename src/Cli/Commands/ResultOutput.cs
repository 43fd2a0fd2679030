using Ronchi.Engine;
using Ronchi.Pictures;
using Ronchi.Signals;

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
        if (files.Where(static file => !file.IsStandardOutput)
            .GroupBy(static file => System.IO.Path.GetFullPath(file.Path), StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"{twice.First().Path}: the file was named {twice.Count()} times with -o; name it once.");
    }

    private ResultFile File => new(Path, Result, Overwrite, IsPlainPicture);

    /// <inheritdoc cref="ResultFile.CheckPath"/>
    public void CheckPath(Scan scan, IEnumerable<string> alsoRead)
    {
        if (!IsStandardOutput)
            File.CheckPath(scan, alsoRead);
    }

    /// <summary>Refuses what cannot be written, from what the UDF declares for these data.</summary>
    /// <param name="declared">What the UDF declares for the data.</param>
    /// <param name="scan">The data.</param>
    /// <param name="alsoRead">Files that are read beside the data: none of them is replaced.</param>
    /// <exception cref="ArgumentException">There is no such result, this file is read, or the kind of file cannot hold the
    /// results.</exception>
    /// <exception cref="IOException">The file exists and is not to be replaced, or its folder does not exist.</exception>
    public void Check(IEnumerable<BufferDeclaration> declared, Scan scan, IEnumerable<string> alsoRead)
    {
        if (!IsStandardOutput)
        {
            File.Check(declared, scan, alsoRead);
            return;
        }

        if (ResultFile.Choose(declared, Path, Result) is { Count: not 1 } results)
            throw new ArgumentException(
                $"-o -: standard output takes one result, and there are {results.Count} "
                + $"({string.Join(", ", results.Select(static result => result.Name))}): choose one with --result NAME.");
        if (!Console.IsOutputRedirected)
            throw new ArgumentException("-o -: standard output is a terminal, and .npy is binary: redirect it, as in -o - > image.npy.");
    }

    /// <summary>Writes the results of a run over <paramref name="data"/>, and where they come from.</summary>
    /// <exception cref="IOException">The disk is full or the folder is gone; nothing is left behind.</exception>
    public void Write(ResultSet results, DataDescription data, RunRecord run)
    {
        if (IsStandardOutput)
        {
            using var output = Console.OpenStandardOutput();
            NpyWriter.Write(output, ResultFile.Arrays(results, data, Result)[0]);
        }
        else if (File.Write(results, data, run) is { } described)
        {
            Console.Error.WriteLine($"note: removed {described}, which described the file that was replaced.");
        }
    }
}
