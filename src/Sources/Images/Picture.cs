using Ronchi.Frames;

namespace Ronchi.Sources.Images;

/// <summary>A picture in a file of its own, whose header is known.</summary>
internal abstract class Picture
{
    /// <summary>Bytes of a frame at most.</summary>
    protected const long MostFrameBytes = 1 << 30;

    /// <summary>What is known of it; the path is that of the file.</summary>
    public required SourceInfo Info { get; init; }

    /// <summary>Rows and columns, and colours where it has them.</summary>
    public required Extent Frame { get; init; }

    /// <summary>Type of the values.</summary>
    public required ElementType ElementType { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Decodes it.</summary>
    /// <param name="file">All bytes of the file; may be changed.</param>
    /// <param name="pixels">All pixels, row-major, in native byte order.</param>
    /// <exception cref="SourceException">The file is damaged.</exception>
    public abstract void Decode(Span<byte> file, Span<byte> pixels);

    /// <summary>Axes of a frame whose pixels have a size; empty: they have none.</summary>
    /// <param name="rank">Axes of a frame.</param>
    /// <param name="row">Height of a pixel in µm.</param>
    /// <param name="column">Width of a pixel in µm.</param>
    protected static IEnumerable<Axis> Sized(int rank, double row, double column)
    {
        // Coarser pixels are those of paper or a screen.
        const double Coarsest = 10;
        if (!(row > 0 && column > 0 && row < Coarsest && column < Coarsest))
            return [];
        Axis[] axes = [new("detector row", row, 0, "µm"), new("detector column", column, 0, "µm"), new("color")];
        return axes.Take(rank);
    }
}
