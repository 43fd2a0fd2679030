namespace Ronchi.Pictures;

/// <summary>Filters the rows of a PNG: each row as differences from its neighbours, so that it compresses well.</summary>
/// <param name="rowBytes">Bytes of one row.</param>
/// <param name="bytesPerPixel">Bytes from a pixel to its left neighbour.</param>
internal sealed class PngFilter(int rowBytes, int bytesPerPixel)
{
    private const int FilterCount = 5;
    private readonly byte[][] _candidates = [.. Enumerable.Range(0, FilterCount).Select(_ => new byte[rowBytes + 1])];
    private readonly byte[] _above = new byte[rowBytes];

    /// <summary>
    /// Filters the next row with each filter of the format and takes the one with the smallest sum of absolute differences.
    /// </summary>
    /// <returns>The filter's number and the filtered bytes; valid until the next call.</returns>
    public ReadOnlySpan<byte> Best(ReadOnlySpan<byte> row)
    {
        Span<long> cost = stackalloc long[FilterCount];
        cost.Clear();
        for (var i = 0; i < row.Length; i++)
        {
            var value = row[i];
            var left = i < bytesPerPixel ? 0 : row[i - bytesPerPixel];
            int above = _above[i];
            var aboveLeft = i < bytesPerPixel ? 0 : _above[i - bytesPerPixel];
            Put(0, value, ref cost[0], i);
            Put(1, value - left, ref cost[1], i);
            Put(2, value - above, ref cost[2], i);
            Put(3, value - ((left + above) >> 1), ref cost[3], i);
            Put(4, value - Paeth(left, above, aboveLeft), ref cost[4], i);
        }

        row.CopyTo(_above);
        var best = 0;
        for (var filter = 1; filter < FilterCount; filter++)
        {
            if (cost[filter] < cost[best])
                best = filter;
        }

        _candidates[best][0] = (byte)best;
        return _candidates[best];
    }

    private static int Paeth(int left, int above, int aboveLeft)
    {
        var toLeft = Math.Abs(above - aboveLeft);
        var toAbove = Math.Abs(left - aboveLeft);
        var toAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }

    private void Put(int filter, int difference, ref long cost, int at)
    {
        _candidates[filter][at + 1] = (byte)difference;
        cost += Math.Abs((int)(sbyte)(byte)difference);
    }
}
