using Ronchi.Engine;
using Ronchi.Sources.Numpy;

namespace Ronchi.Signals;

/// <summary>Rows in a file of results, read when somebody looks.</summary>
/// <param name="values">The array that holds them.</param>
internal sealed class StoredRows(StoredArray values) : IRowStorage
{
    /// <inheritdoc/>
    public long HeldBytes => 0;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        var bytes = new byte[count];
        values.Read(offset, bytes);
        return bytes;
    }
}
