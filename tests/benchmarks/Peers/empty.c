/* The empty container: what starting one costs whatever it holds. */
int main(void) { return 0; }
