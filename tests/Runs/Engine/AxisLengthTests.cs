using Ronchi.Engine;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine;

public sealed class AxisLengthTests
{
    private static readonly Axis Angle = new("detector column", 0.5, -16, "mrad");
    private static readonly Axis Inverse = new("detector column", 0.05, 0, "1/nm");
    private static readonly Axis Step = new("scan column", 2, 10, "Å");

    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("12.5px", 12.5)]
    [InlineData("1e1", 10)]
    [InlineData("12mrad", 24)]
    [InlineData("12 mrad", 24)]
    [InlineData("1.2e-2rad", 24)]
    [InlineData("12000µrad", 24)]
    [InlineData("12000urad", 24)]
    [InlineData("0.6875493541569878deg", 24)]
    public void Pixels_ConvertsWithinTheFamily(string text, double expected) => Assert.Equal(expected, AxisLength.Pixels(text, Angle), 9);

    [Theory]
    [InlineData("1nm", 5)]
    [InlineData("10A", 5)]
    [InlineData("10Å", 5)]
    [InlineData("0.001µm", 5)]
    [InlineData("1000pm", 5)]
    public void Pixels_OfAScanAxis(string text, double expected) => Assert.Equal(expected, AxisLength.Pixels(text, Step), 9);

    [Fact]
    public void Place_CountsFromTheZeroOfTheAxis()
    {
        Assert.Equal(32, AxisLength.Place("0mrad", Angle));
        Assert.Equal(30, AxisLength.Place("-1mrad", Angle));
        Assert.Equal(7, AxisLength.Place("7", Angle));   // pixels count from pixel 0
    }

    // Reference: λ(80, 200, 300 kV) = 4.1757, 2.5079, 1.9687 pm (Kirkland, Advanced Computing in Electron Microscopy, table 2.2 rounds
    // them).
    [Theory]
    [InlineData(80, 4.1757e-3)]
    [InlineData(200, 2.5079e-3)]
    [InlineData(300, 1.9687e-3)]
    public void Wavelength_IsRelativistic(double kilovolts, double expected) =>
        Assert.Equal(expected, AxisLength.WavelengthNm(kilovolts), 7);

    [Fact]
    public void Angles_BecomeReciprocalLengthsAtTheVoltage()
    {
        var wavelength = AxisLength.WavelengthNm(300);
        Assert.Equal(10e-3 / wavelength / 0.05, AxisLength.Pixels("10mrad", Inverse, 300), 9);
        Assert.Equal(4 * wavelength * 1e3 / 0.5, AxisLength.Pixels("4 1/nm", Angle, 300), 9);
        Assert.Equal(4 * wavelength * 1e3 / 0.5, AxisLength.Pixels("0.4 1/Å", Angle, 300), 9);
    }

    [Theory]
    [InlineData("10mrad", "the acceleration voltage that the conversion needs")]
    [InlineData("10nm", "is in nm, but detector column is in 1/nm")]
    [InlineData("10parsec", "the unit 'parsec' is not known")]
    [InlineData("wide", "is not a number")]
    [InlineData("", "is not a number")]
    [InlineData("NaN", "is not a number")]
    [InlineData("1e999", "is not a number")]
    public void WhatDoesNotFit_IsRefused(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => AxisLength.Pixels(text, Inverse)).Message, StringComparison.Ordinal);

    [Fact]
    public void AxisWithoutCalibration_TakesPixelsOnly()
    {
        Assert.Equal(3, AxisLength.Pixels("3px", null));
        Assert.Contains(
            "not calibrated", Assert.Throws<FormatException>(() => AxisLength.Pixels("3mrad", null)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "not calibrated",
            Assert.Throws<FormatException>(() => AxisLength.Pixels("3mrad", new Axis("detector row"))).Message,
            StringComparison.Ordinal);
    }
}
