using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>A scan in memory in pieces of some positions, which come and go.</summary>
public interface IHeldPieces : IResidentScan
{
    /// <summary>Scan positions of a piece; the last piece may have fewer.</summary>
    int PieceFrames { get; }

    /// <summary>Pieces of the scan.</summary>
    int PieceCount { get; }

    /// <summary>Scan positions that are there.</summary>
    long LoadedFrames { get; }

    /// <summary>Whether a piece is there.</summary>
    internal bool Holds(int number);

    /// <summary>Loads some pieces.</summary>
    internal Task LoadPiecesAsync(
        IFrameSource source, int[] numbers, IProgress<RunProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Takes a piece out; its memory is used again when nobody reads it any more.</summary>
    internal void Drop(int number);

    /// <summary>Opens a reader of pixels that takes pieces which are not there from elsewhere.</summary>
    internal ITileReader OpenReader(TileRequest request, ITileReader? stored);
}
