namespace Ronchi.Pictures;

/// <summary>The published table of a cyclic colour map: 256 colours of three bytes (red, green, blue), base64.</summary>
internal static class CyclicTables
{
    /// <summary>Twilight, by Bastian Bechtold; CC0. Every second of its 510 colours, as matplotlib samples it.</summary>
    public const string Twilight =
        "4tni4dni4Nni3tnh3dng3Nnf2tjf2Nje1tfd1Nbc0tXb0NTZzdPYy9LXyNDWxc/Vws7Uv8zTvMvRucnQtsjPs8bOsMXNrcPNqsLMp8DLpL7Kob3JnrvJnLnI"
        + "mbjIlrbHk7TGkbLGjrHFjK/Fia3Fh6vEhanEgqfDgKXDfqTDfKLCeqDCeJ7CdpzBdZrBc5jBcZbBcJTAbpLAbZDAbI6/a4y/aYq/aIi+Z4a+ZoS9ZoK9ZX+9"
        + "ZH28Y3u8Y3m7Yne7YnW6YXK6YXC5YG64YGy4YGm3YGe2X2W1X2K0X2C0X16zX1uyX1mxX1ewXlSuXlKtXk+sXk2rXkupXkioXkamXkOlXUGjXT6hXTygXTqe"
        + "XDecXDWaWzKYWzCVWi6TWiuQWSmOWCeLVyWIVyOFViGCVR9/Ux58Uhx5URp1TxlyThhvTBdrSxZoSRVkRxRhRhReRBNaQhJXQRJUPxJRPRFOPBFLOhFJORFG"
        + "NxFENhFCNRFANBE+MxE8MhI6MRM5MBQ3MBQ3MRM3MxI3NBI4NRE4NhE5OBE5OhE6OxE7PRE8PxI9QRI9QxI+RhJASBNBShNCTRRDTxREUhVFVBVGVxZHWRZI"
        + "XBdJXxdKYRhLZBlLZxlMaRpNbBtObxxOcR1PdB5Pdh9PeSBQeyFQfiJQgCNQgyVQhSZQhydQiilQjCpQjixQkC5Qki9QlDFQljNQmDVQmjdQnDlQnjtQoD1Q"
        + "oT9Qo0FQpUNQpkVQqEdQqUlQq0tQrE1RrlBRr1JRsVRSslZSs1lTtVtTtl1Ut19VuGJVuWRWumZXu2lYvGtZvW5avnBbv3JdwHVewXdfwnphwnxjw39kxIFm"
        + "xYRoxYZqxolsxotux45xyJBzyJJ1yZV4yZd7ypp9ypyAy5+DzKGGzKOJzaaMzaiPzquSz62Wz6+Z0LKc0bSg0baj0rin07qq1L2t1b+x1sG018O42MW72Me+"
        + "2cnC2svF28zI3M7L3dDO3dHR3tPT39TW39XY4Nba4Nfb4djd4djf4tng4tnh4tni";
}
